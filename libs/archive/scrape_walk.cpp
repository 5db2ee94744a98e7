#include "archive/scrape_walk.hpp"

#include <utility>

namespace tapedeck::archive {
namespace {

/// How far a walk may pass the total that was said last.
constexpr std::uint64_t slack = ScrapeQuery::most_count;

}  // namespace

ScrapeWalk::ScrapeWalk(Query query, std::optional<std::uint32_t> count)
    : query_{.query = std::move(query), .count = count} {}

ScrapeWalk::ScrapeWalk(Query query, std::string cursor, std::uint64_t count)
    : query_{.query = std::move(query), .cursor = std::move(cursor)}, count_(count) {
  cursors_.insert(query_.cursor);
}

ScrapeQuery ScrapeWalk::next() const { return query_; }

Result<void> ScrapeWalk::took(const ScrapePage& page) {
  const bool new_first = page.hits.empty() || firsts_.insert(page.hits.front().identifier).second;
  const bool new_cursor = page.cursor.empty() || cursors_.insert(page.cursor).second;
  count_ += page.given;
  total_ = page.total;
  // Nothing given and yet a cursor, or far more than there is, would go on for ever.
  const bool goes_on = page.cursor.empty() || (page.given > 0 && count_ <= total_ + slack);
  if (!new_first || !new_cursor || !goes_on) {
    ended_ = failed_ = true;
    return fail(Errc::bad_upstream, "The Archive repeats itself; try again later.",
                "scrape went in a circle at " + page.cursor.substr(0, 100));
  }
  query_.count.reset();
  query_.cursor = page.cursor;
  ended_ = page.cursor.empty();
  return {};
}

bool ScrapeWalk::complete() const noexcept {
  return ended_ && !failed_ && count_ + total_ / 1'000 >= total_;
}

}  // namespace tapedeck::archive
