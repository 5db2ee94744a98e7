#pragma once

#include "aggregation/core/night.hpp"
#include "aggregation/core/ports.hpp"
#include "music/words.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace tapedeck::test {

/// Concerts kept in memory, by the promises of the port.
class MemoryConcerts final : public aggregation::ConcertStore {
 public:
  using Listed = aggregation::Listed;
  using Recording = aggregation::Recording;

  Task<Result<std::vector<Listed>>> take(std::vector<Recording> found, Instant now) override {
    std::map<Key, std::vector<Recording>> nights;
    std::set<ItemIdentifier> names;
    for (auto& recording : found) {
      names.insert(recording.found.identifier);
      nights[{recording.artist_key, recording.date.date}].push_back(std::move(recording));
    }
    for (auto& [key, kept] : nights_) {
      std::erase_if(kept.recordings, [&](const Recording& recording) {
        return !nights.contains(key) && names.contains(recording.found.identifier);
      });
    }
    std::vector<Listed> listed;
    for (auto& [key, some] : nights) {
      auto& kept = nights_[key];
      kept.recordings = aggregation::with_found(std::move(kept.recordings), std::move(some));
      kept.updated_at = now;
      for (const auto& each : aggregation::judged_night(kept.recordings)) {
        const auto asked = [&](const aggregation::Placed& tape) {
          return names.contains(tape.recording.found.identifier);
        };
        if (std::ranges::any_of(each.concert.recordings, asked)) listed.push_back(line(each, now));
      }
    }
    co_return listed;
  }

  Task<Result<void>> note_look(std::string artist_key, music::ConcertDate date,
                               Instant now) override {
    nights_[{std::move(artist_key), date}].looked_at = now;
    co_return Result<void>();
  }

  Task<Result<std::vector<messages::ConcertSummary>>> summaries(
      std::vector<ConcertId> ids) override {
    std::map<ConcertId, messages::ConcertSummary> kept;
    for (const auto& [key, night] : nights_) {
      for (auto& each : aggregation::judged_night(night.recordings))
        kept.emplace(each.concert.id, std::move(each.summary));
    }
    std::vector<messages::ConcertSummary> lines;
    for (const auto& id : ids) {
      if (const auto found = kept.find(id); found != kept.end()) lines.push_back(found->second);
    }
    co_return lines;
  }

  Task<Result<std::optional<aggregation::KeptConcert>>> concert(ConcertId id) override {
    for (const auto& [key, kept] : nights_) {
      auto details = aggregation::details_of(aggregation::judged_night(kept.recordings), id);
      if (!details) continue;
      aggregation::KeptConcert found{std::move(*details), key.first, kept.looked_at,
                                     kept.updated_at};
      co_return std::optional(std::move(found));
    }
    co_return std::optional<aggregation::KeptConcert>();
  }

  Task<Result<std::vector<Recording>>> recordings(ConcertId id) override {
    std::vector<Recording> all;
    for (const auto& [key, kept] : nights_) {
      for (auto& each : aggregation::judged_night(kept.recordings)) {
        if (each.concert.id != id) continue;
        for (auto& tape : each.concert.recordings)
          all.push_back(std::move(tape.recording));
      }
    }
    co_return all;
  }

  Task<Result<std::vector<Listed>>> find(aggregation::ConcertQuery query,
                                         std::uint32_t most) override {
    std::vector<Listed> found;
    for (const auto& [key, kept] : nights_) {
      for (const auto& each : aggregation::judged_night(kept.recordings)) {
        if (found.size() < most && is_meant(each, query))
          found.push_back(line(each, kept.updated_at));
      }
    }
    co_return found;
  }

 private:
  using Key = std::pair<std::string, music::ConcertDate>;
  struct Kept {
    std::vector<Recording> recordings;
    std::optional<Instant> looked_at;
    Instant updated_at{};
  };

  static Listed line(const aggregation::JudgedConcert& each, Instant seen) {
    return {each.concert.id,
            each.concert.artist_key,
            each.concert.date,
            each.summary.recordings_count,
            aggregation::last_added(each.concert),
            seen};
  }

  static bool is_meant(const aggregation::JudgedConcert& each,
                       const aggregation::ConcertQuery& query) {
    const auto words = aggregation::search_words(each.concert);
    const auto holds = [&](const std::string& word) { return words.find(word) != words.npos; };
    const auto& date = each.concert.date;
    return std::ranges::all_of(music::words_of(query.q + ' ' + query.artist + ' ' + query.venue),
                               holds) &&
           (!query.from || date >= query.from->first_day() || query.from->covers(date)) &&
           (!query.to || date <= query.to->last_day());
  }

  std::map<Key, Kept> nights_;
};

}  // namespace tapedeck::test
