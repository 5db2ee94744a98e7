#include "archive/scrape_walk.hpp"

#include <algorithm>
#include <utility>

namespace tapedeck::archive {
namespace {

/// How far a walk may pass the total that was said last.
constexpr std::uint64_t slack = ScrapeQuery::most_count;
/// How many of a small total may be gone before its end.
constexpr std::uint64_t few = 10;

/// Its letters and digits, as every order that a search index may have compares them first.
std::string folded(const ItemIdentifier& item) {
  std::string text;
  for (const char c : item.text()) {
    if (c >= 'A' && c <= 'Z') {
      text += static_cast<char>(c - 'A' + 'a');
    } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
      text += c;
    }
  }
  return text;
}

}  // namespace

ScrapeWalk::ScrapeWalk(Query query, std::optional<std::uint32_t> count)
    : query_{.query = std::move(query), .count = count} {}

ScrapeWalk::ScrapeWalk(Query query, ScrapePlace from)
    : query_{.query = std::move(query), .cursor = from.cursor}, place_(std::move(from)) {
  cursors_.insert(place_.cursor);
}

ScrapeQuery ScrapeWalk::next() const { return query_; }

void ScrapeWalk::ask_for_fewer() {
  if (query_.count) *query_.count = std::max(*query_.count / 2, ScrapeQuery::least_count);
}

Result<void> ScrapeWalk::took(const ScrapePage& page) {
  const auto* const first = page.hits.empty() ? nullptr : &page.hits.front().identifier;
  const bool new_first = !first || (firsts_.insert(*first).second && lies_behind(*first));
  const bool new_cursor = page.cursor.empty() || cursors_.insert(page.cursor).second;
  place_.count += page.given;
  place_.most = std::max(place_.most, page.total);
  total_ = page.total;
  // Nothing given and yet a cursor, or far more than there is, would go on for ever.
  const bool goes_on = page.cursor.empty() || (page.given > 0 && place_.count <= total_ + slack);
  if (!new_first || !new_cursor || !goes_on) {
    ended_ = failed_ = true;
    return fail(Errc::bad_upstream, "The Archive repeats itself; try again later.",
                "scrape went in a circle at " + page.cursor.substr(0, 100));
  }
  query_.count.reset();
  query_.cursor = place_.cursor = page.cursor;
  if (!page.hits.empty()) place_.last = page.hits.back().identifier;
  ended_ = page.cursor.empty();
  return {};
}

/// A walk is in the order of identifiers, and recorded ones are in that of their bytes; but nobody
/// promises that it is not one without case or punctuation. What lies behind in either will do: the
/// beginning, which an ignored cursor leads to, is digits and lies behind in none.
bool ScrapeWalk::lies_behind(const ItemIdentifier& first) const {
  if (!place_.last) return true;
  if (first == *place_.last) return false;
  return first > *place_.last || folded(first) >= folded(*place_.last);
}

bool ScrapeWalk::complete() const noexcept {
  const bool shrank = total_ + std::max(few, place_.most / 1'000) < place_.most;
  return ended_ && !failed_ && total_ > 0 && !shrank && place_.count + total_ / 1'000 >= total_;
}

}  // namespace tapedeck::archive
