#include "browse/core/catalogue_walk.hpp"

#include "base/encoding.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace tapedeck::browse {
namespace {

using namespace std::chrono_literals;

/// The first batch says how many it wants, the others may not: then the Archive gives about as
/// many. With their descriptions they are about 8 MiB.
constexpr std::uint32_t batch_size = 5'000;
constexpr std::size_t longest_place = 8'192;
/// Stands for an item that is not there; too short to be one.
constexpr std::string_view none = "-";

archive::ScrapeWalk walk_from(CataloguePlace from) {
  if (from.walked.cursor.empty()) return archive::ScrapeWalk(archive::recordings(), batch_size);
  return {archive::recordings(), std::move(from.walked)};
}

/// What may be different in a moment. An error envelope, HTML or half of the JSON is what the
/// Archive says under load, as much as 502.
bool passes(Errc code) {
  return code == Errc::unavailable || code == Errc::rate_limited || code == Errc::timed_out ||
         code == Errc::bad_upstream;
}

/// Whether a batch was too long to be read: archive.hpp.
bool was_too_long(const Error& error) {
  return std::ranges::find(error.fields, "count", &FieldError::path) != error.fields.end();
}

/// Takes the next word of `text` and the space behind it; empty when there is no such space.
std::string_view take_word(std::string_view& text) {
  const auto space = text.find(' ');
  if (space == std::string_view::npos) return {};
  const auto word = text.substr(0, space);
  text.remove_prefix(space + 1);
  return word;
}

bool read_number(std::string_view text, std::uint64_t& number) {
  const auto* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  return error == std::errc{} && stop == end;
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
  std::string_view left = inside;
  CataloguePlace place;
  auto& walked = place.walked;
  if (!read_number(take_word(left), walked.count)) return no_place();
  if (!read_number(take_word(left), walked.most)) return no_place();
  if (const auto word = take_word(left); word != none) {
    auto last = ItemIdentifier::parse(word);
    if (!last) return no_place();
    walked.last = std::move(*last);
  }
  if (left.empty()) return no_place();
  walked.cursor = left;
  return place;
}

std::string CataloguePlace::text() const {
  const auto last = walked.last ? walked.last->text() : none;
  return to_base64url(bytes_of(std::to_string(walked.count) + " " + std::to_string(walked.most) +
                               " " + std::string(last) + " " + walked.cursor));
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
  batch.left_out = page->given - page->hits.size();
  batch.hits = std::move(page->hits);
  batch.notes = std::move(page->notes);
  batch.next.walked = walk_.place();
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
    if (was_too_long(page.error())) walk_.ask_for_fewer();
    const auto wait = std::max(patience_.between, page.error().retry_after.value_or(0ms));
    if (wait > patience_.longest) co_return page;
    auto slept = co_await clock_.sleep_for(wait);
    if (!slept) co_return failure(slept);
  }
}

}  // namespace tapedeck::browse
