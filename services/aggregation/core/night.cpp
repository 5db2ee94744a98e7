#include "aggregation/core/night.hpp"

#include "music/words.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace tapedeck::aggregation {

std::vector<JudgedConcert> judged_night(std::vector<Recording> recordings) {
  std::vector<JudgedConcert> night;
  for (auto& concert : group(std::move(recordings))) {
    auto judged = judge(concert);
    auto summary = summary_of(concert, judged);
    night.push_back({std::move(concert), std::move(judged), std::move(summary)});
  }
  return night;
}

std::vector<Recording> with_found(std::vector<Recording> known, std::vector<Recording> found) {
  std::map<ItemIdentifier, Recording> all;
  for (auto& recording : known) {
    const auto name = recording.found.identifier;
    all.emplace(name, std::move(recording));
  }
  for (auto& recording : found) {
    const auto name = recording.found.identifier;
    if (const auto before = all.find(name); before != all.end() && !recording.tracks)
      recording.tracks = before->second.tracks;
    all.insert_or_assign(name, std::move(recording));
  }
  std::vector<Recording> together;
  for (auto& [name, recording] : all)
    together.push_back(std::move(recording));
  return together;
}

std::optional<messages::ConcertDetails> details_of(std::vector<JudgedConcert> night,
                                                   const ConcertId& id) {
  const auto is_it = [&](const JudgedConcert& each) { return each.concert.id == id; };
  const auto found = std::ranges::find_if(night, is_it);
  if (found == night.end()) return std::nullopt;
  std::vector<ConcertId> others;
  for (const auto& each : night) {
    if (!is_it(each)) others.push_back(each.concert.id);
  }
  auto& summary = found->summary;
  return messages::ConcertDetails{summary.id,
                                  std::move(summary.artist),
                                  summary.date,
                                  summary.day_part,
                                  std::move(summary.venue),
                                  std::move(summary.location),
                                  summary.recordings_count,
                                  std::move(summary.best_to_play),
                                  std::move(summary.best_to_download),
                                  std::move(found->recordings),
                                  std::move(others),
                                  {}};
}

std::string search_words(const Concert& concert) {
  return music::joined(
      music::words_of(concert.artist + ' ' + concert.venue + ' ' + concert.location));
}

std::string last_added(const Concert& concert) {
  std::string last;
  for (const auto& tape : concert.recordings)
    last = std::max(last, tape.recording.found.added);
  return last;
}

}  // namespace tapedeck::aggregation
