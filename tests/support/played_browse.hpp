#pragma once

#include "aggregation/core/ports.hpp"
#include "music/words.hpp"
#include "support/tapes.hpp"

#include <algorithm>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tapedeck::test {

/// Browse, played: a catalogue in memory, found by whole words, as slow and as far away as a test
/// says.
class PlayedBrowse final : public aggregation::Browse {
 public:
  explicit PlayedBrowse(Clock& clock) : clock_(clock) {}

  void has(Tape tape) { catalogue_.push_back(found(std::move(tape))); }

  Task<Result<messages::SearchResults>> search(aggregation::BrowseQuery query,
                                               Deadline deadline) override {
    searches.push_back(query);
    auto there = co_await answer(deadline);
    if (!there) co_return failure(there);
    if (rejects || query.what.artist.size() > most_text) {
      co_return fail(Errc::invalid, "The search is not valid.");
    }
    if (fails_from_page != 0 && query.page >= fails_from_page) {
      co_return fail_until(Errc::unavailable, "The Archive is away.", std::chrono::seconds{60});
    }
    co_return page_of(matching(query.what), query);
  }

  Task<Result<messages::ItemDetails>> item(ItemIdentifier name, Deadline deadline) override {
    items.emplace_back(name.text());
    most_items_at_once = std::max(most_items_at_once, ++items_asked_);
    auto there = co_await answer(deadline);
    --items_asked_;
    if (!there) co_return failure(there);
    if (name.text().contains("gone")) co_return fail(Errc::not_found, "There is no such item.");
    if (name.text().contains("garbled")) co_return fail(Errc::bad_upstream, "It is unreadable.");
    co_return details_of(std::move(name));
  }

  bool away = false;                  ///< Nobody answers.
  bool stale = false;                 ///< Only its cache does.
  bool rejects = false;               ///< Every search is one that it does not take.
  std::uint32_t fails_from_page = 0;  ///< From this page on it is away; 0 for never.
  std::chrono::milliseconds takes{0};
  std::uint32_t tracks = 3;  ///< Of every item.
  std::vector<aggregation::BrowseQuery> searches;
  std::vector<std::string> items;
  int most_items_at_once = 0;

 private:
  /// As in browse (search_query.hpp).
  static constexpr std::size_t most_text = 300;

  Task<Result<void>> answer(Deadline deadline) {
    if (takes.count() > 0) {
      const auto done = Deadline::in(clock_, takes);
      auto slept = co_await clock_.sleep_until(done.or_sooner(deadline).at());
      if (!slept) co_return failure(slept);
      if (!done.passed(clock_)) co_return fail(Errc::timed_out, "It took too long.");
    }
    if (away) {
      co_return fail_until(Errc::unavailable, "The Archive is away.", std::chrono::seconds{60});
    }
    co_return Result<void>();
  }

  static bool holds(const std::string& text, const std::string& words) {
    const auto all = music::words_of(text);
    return std::ranges::all_of(music::words_of(words), [&](const std::string& word) {
      return std::ranges::find(all, word) != all.end();
    });
  }

  [[nodiscard]] std::vector<messages::FoundItem> matching(const aggregation::ConcertQuery& what) {
    std::vector<messages::FoundItem> hits;
    for (const auto& item : catalogue_) {
      const bool meant = holds(item.title + ' ' + item.coverage, what.q) &&
                         holds(item.creators.front(), what.artist) &&
                         holds(item.venue, what.venue) &&
                         (!what.from || item.date >= what.from->first_day().text()) &&
                         (!what.to || item.date <= what.to->last_day().text());
      if (meant) hits.push_back(item);
    }
    if (what.newest) {
      std::ranges::sort(hits, std::ranges::greater{}, [](const messages::FoundItem& item) {
        return std::pair(std::string_view(item.added), std::string_view(item.identifier.text()));
      });
    }
    return hits;
  }

  [[nodiscard]] messages::SearchResults page_of(std::vector<messages::FoundItem> hits,
                                                const aggregation::BrowseQuery& query) const {
    messages::SearchResults page;
    page.total = hits.size();
    page.page = query.page;
    page.per_page = query.per_page;
    page.total_pages =
        static_cast<std::uint32_t>((hits.size() + query.per_page - 1) / query.per_page);
    for (std::size_t at = std::size_t{query.page - 1} * query.per_page;
         at < hits.size() && page.results.size() < query.per_page; ++at) {
      page.results.push_back(hits[at]);
    }
    if (stale) {
      page.cache.status = messages::CacheStatus::stale;
      page.cache.age_seconds = std::chrono::hours{48};
    }
    return page;
  }

  [[nodiscard]] messages::ItemDetails details_of(ItemIdentifier name) const {
    messages::ItemDetails details{.identifier = std::move(name)};
    for (std::uint32_t i = 1; i <= tracks; ++i)
      details.tracks.push_back({.position = i, .title = "Song " + std::to_string(i)});
    return details;
  }

  Clock& clock_;
  std::vector<messages::FoundItem> catalogue_;
  int items_asked_ = 0;
};

}  // namespace tapedeck::test
