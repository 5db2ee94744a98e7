#include "aggregation/core/walk.hpp"

#include <algorithm>
#include <utility>

namespace tapedeck::aggregation {
namespace {

using messages::CacheNote;
using messages::CacheStatus;

/// The worse of two: stale before miss before fresh.
void take_older(CacheNote& note, const CacheNote& page) {
  const auto rank = [](CacheStatus status) {
    return status == CacheStatus::stale ? 2 : status == CacheStatus::miss ? 1 : 0;
  };
  if (rank(page.status) > rank(note.status)) note.status = page.status;
  note.age_seconds = std::max(note.age_seconds, page.age_seconds);
}

void take_page(Walked& walked, messages::SearchResults page) {
  walked.note.recordings_found = page.total;
  walked.note.recordings_read += page.results.size();
  for (auto& found : page.results) {
    auto recording = read_recording(std::move(found));
    if (recording) walked.recordings.push_back(std::move(*recording));
  }
}

void cut(Walked& walked, std::string why) {
  walked.note.cut = true;
  walked.note.why = std::move(why);
}

}  // namespace

Task<Result<Walked>> walk(Browse& browse, Clock& clock, ConcertQuery query, WalkLimits limits,
                          Deadline deadline) {
  Walked walked;
  BrowseQuery asked;
  asked.what = std::move(query);
  asked.per_page = limits.per_page;
  const auto most_pages = asked.what.newest ? 1 : limits.window / limits.per_page;
  walked.cache.status = CacheStatus::fresh;
  for (asked.page = 1; asked.page <= most_pages; ++asked.page) {
    auto page = co_await browse.search(asked, deadline);
    if (!page && (asked.page == 1 || page.error().code == Errc::cancelled)) co_return failure(page);
    if (!page) {
      cut(walked, deadline.passed(clock)
                      ? "There was no time to read all of it: ask again for more, or for one year."
                      : "The rest could not be had: " + page.error().message);
      co_return walked;
    }
    take_older(walked.cache, page->cache);
    const bool last = asked.page >= page->total_pages || page->results.empty();
    take_page(walked, std::move(*page));
    if (last) co_return walked;
  }
  if (!asked.what.newest) cut(walked, "Only the first 10,000 recordings of a search can be read.");
  co_return walked;
}

}  // namespace tapedeck::aggregation
