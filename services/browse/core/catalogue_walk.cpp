#include "browse/core/catalogue_walk.hpp"

#include "base/encoding.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace tapedeck::browse {
namespace {

using namespace std::chrono_literals;

/// The first batch says how many it wants, the others may not.
constexpr auto batch_size = archive::ScrapeQuery::most_count;
constexpr std::size_t longest_place = 8'192;

archive::ScrapeWalk walk_from(CataloguePlace from) {
  if (from.cursor.empty()) return archive::ScrapeWalk(archive::recordings(), batch_size);
  return {archive::recordings(), std::move(from.cursor), from.count};
}

/// What may be different in a moment.
bool passes(Errc code) {
  return code == Errc::unavailable || code == Errc::rate_limited || code == Errc::timed_out;
}

std::unexpected<Error> no_place() {
  return fail(Errc::invalid, "must be a cursor that an earlier answer gave");
}

}  // namespace

Result<CataloguePlace> CataloguePlace::parse(std::string_view text) {
  if (text.empty()) return CataloguePlace{};
  if (text.size() > longest_place) return no_place();
  const auto bytes = from_base64url(text);
  if (!bytes) return no_place();
  const std::string inside(bytes->begin(), bytes->end());
  const auto space = inside.find(' ');
  if (space == std::string::npos || space + 1 == inside.size()) return no_place();
  CataloguePlace place;
  const auto* const end = inside.data() + space;
  const auto [stop, error] = std::from_chars(inside.data(), end, place.count);
  if (error != std::errc{} || stop != end) return no_place();
  place.cursor = inside.substr(space + 1);
  return place;
}

std::string CataloguePlace::text() const {
  return to_base64url(bytes_of(std::to_string(count) + " " + cursor));
}

CatalogueWalk::CatalogueWalk(archive::Archive& archive, Clock& clock, CataloguePlace from,
                             WalkPatience patience)
    : archive_(archive), clock_(clock), patience_(patience), walk_(walk_from(std::move(from))) {}

Task<Result<std::optional<CatalogueBatch>>> CatalogueWalk::next() {
  if (walk_.ended()) co_return std::nullopt;
  auto page = co_await ask();
  if (!page) co_return failure(page);
  auto taken = walk_.took(*page);
  if (!taken) co_return failure(taken);

  CatalogueBatch batch;
  batch.hits = std::move(page->hits);
  batch.next = {walk_.next().cursor, walk_.count()};
  batch.total = walk_.total();
  batch.last = walk_.ended();
  batch.complete = walk_.complete();
  co_return batch;
}

Task<Result<archive::ScrapePage>> CatalogueWalk::ask() {
  for (unsigned tries = 1;; ++tries) {
    const auto deadline = Deadline::in(clock_, patience_.batch);
    auto page = co_await archive_.scrape(walk_.next(), deadline);
    if (page || !passes(page.error().code) || tries >= patience_.tries) co_return page;
    const auto wait = std::max(patience_.between, page.error().retry_after.value_or(0ms));
    if (wait > patience_.longest) co_return page;
    auto slept = co_await clock_.sleep_for(wait);
    if (!slept) co_return failure(slept);
  }
}

}  // namespace tapedeck::browse
