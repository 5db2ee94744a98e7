#include "browse/http/routes.hpp"

#include "browse/http/catalogue_feed.hpp"
#include "browse/http/wire.hpp"
#include "http/conditional.hpp"
#include "json/encode.hpp"
#include "json/schema.hpp"

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace tapedeck::browse {
namespace {

using http::Access;
using http::Parameter;
using http::Request;
using http::Response;
using http::Verb;

/// JSON that was made of an answer. A stale one goes without a tag: its age, which is in it, is
/// worth sending each time.
Response made_of(const Served& served, std::string text) {
  auto response = http::json(std::move(text)).fresh_for(served.fresh_for);
  if (served.note.status != CacheStatus::stale) response.headers().set("ETag", served.answer->tag);
  return response;
}

Response answer_of(const Served& served) {
  return made_of(served, text_of(*served.answer, served.note));
}

/// Whether the caller has what would be made of the answer. That there is anything at all, which is
/// what `*` asks for, is not known before it is made.
bool is_known(const Request& request, const Served& served) {
  const auto known = request.header("If-None-Match");
  if (known == "*") return false;
  const http::Conditions conditions{.if_match = request.header("If-Match"), .if_none_match = known};
  return http::check_conditions(conditions, {served.answer->tag, std::nullopt}) == 304;
}

/// A picture, which has no room for a note, says how old it is in a header when it is stale
/// (RFC 9111 §5.1); of a fresh one max-age has been taken away from.
Response picture_answer(const Served& served, std::uint16_t status) {
  auto response = Response(status).with("ETag", served.answer->tag).fresh_for(served.fresh_for);
  if (served.note.status == CacheStatus::stale) {
    response.headers().set("Age", std::to_string(served.note.age_seconds.count()));
  }
  return response;
}

/// 200 a page of items · 422 parameters that break a rule · 503 the Archive is away and nothing
/// cached will do · 502 it answers nonsense · 504 it takes too long
Task<Result<Response>> search(Desk& desk, Request request) {
  auto asked = parse_search(request);
  if (!asked) co_return failure(asked);

  auto query = to_query(*asked);
  if (!query) co_return failure(query);

  auto found = co_await desk.browser.search(std::move(*query), request.deadline());
  if (!found) co_return failure(found);

  co_return answer_of(*found);
}

/// 200 the item · 404 none, or gone dark · 422 a name no item can have · 502, 503, 504 as search()
Task<Result<Response>> item(Desk& desk, Request request) {
  auto name = parse_identifier(request);
  if (!name) co_return failure(name);

  auto found = co_await desk.browser.item(std::move(*name), request.deadline());
  if (!found) co_return failure(found);

  co_return answer_of(*found);
}

/// 200 the picture · 404 none · 422 a name no item can have · 502, 503, 504 as search()
Task<Result<Response>> thumbnail(Desk& desk, Request request) {
  auto name = parse_identifier(request);
  if (!name) co_return failure(name);

  auto found = co_await desk.browser.thumbnail(std::move(*name), request.deadline());
  if (!found) co_return failure(found);

  if (is_known(request, *found)) co_return picture_answer(*found, 304);

  auto picture = picture_of(*found->answer);
  if (!picture) co_return fail(Errc::not_found, "There is no picture of this item.");
  co_return picture_answer(*found, 200)
      .with("Content-Type", picture->type)
      .with_body(std::move(picture->bytes));
}

/// 200 the folder · 404 no such item or folder · 422 a name or path there cannot be · 502, 503, 504
/// as search()
Task<Result<Response>> directory(Desk& desk, Request request) {
  auto name = parse_identifier(request);
  if (!name) co_return failure(name);
  auto path = parse_path(request);
  if (!path) co_return failure(path);

  auto found = co_await desk.browser.item(std::move(*name), request.deadline());
  if (!found) co_return failure(found);
  auto folder = co_await desk.browser.directory(*found, std::move(*path));
  if (!folder) co_return failure(folder);

  co_return made_of(*found, json::encode(*folder));
}

/// 200 how much is cached, and how useful that was
Task<Result<Response>> cache_stats(Desk& desk, Request) {
  auto statistics = co_await desk.browser.statistics();
  if (!statistics) co_return failure(statistics);

  co_return http::json(json::encode(*statistics)).never_kept();
}

/// 200 how much was thrown away · 403 no admin · 422 a type there is not
Task<Result<Response>> clear_cache(Desk& desk, Request request) {
  auto what = parse_clearing(request, desk.clock.now());
  if (!what) co_return failure(what);

  auto cleared = co_await desk.browser.clear(*what);
  if (!cleared) co_return failure(cleared);

  desk.log.info("cache cleared", {{"entries", *cleared}});
  co_return http::json(json::encode(messages::CacheCleared{*cleared})).never_kept();
}

/// 200 every recording of the Archive, a line each · 422 a cursor that is none
Task<Result<Response>> catalogue(Desk& desk, Request request) {
  auto place = parse_place(request);
  if (!place) co_return failure(place);

  CatalogueWalk walk(desk.archive, desk.clock, std::move(*place));
  auto feed = std::make_unique<CatalogueFeed>(std::move(walk), desk.compute, desk.log);
  co_return http::stream(std::move(feed), "application/x-ndjson").never_kept();
}

// clang-format off
constexpr auto catalogue_parameters = std::to_array<Parameter>({
    {"cursor", json::schema_of<std::string>, "Of the last mark of a walk that broke off; the beginning when it is not said."},
});

constexpr auto search_parameters = std::to_array<Parameter>({
    {"q", json::schema_of<std::string>, "Anything: words, \"phrases\", a date such as 5/8/77, a band's short name, an item's identifier or address."},
    {"query", json::schema_of<std::string>, "In the Archive's own query language."},
    {"artist", json::schema_of<std::string>, "Words of the artist's name."},
    {"venue", json::schema_of<std::string>, "Words of the venue's name."},
    {"city", json::schema_of<std::string>, "Words of where the venue is."},
    {"year", json::schema_of<std::uint32_t>, "The year of the concert."},
    {"date", json::schema_of<std::string>, "The day of the concert: YYYY-MM-DD, unknown parts XX."},
    {"date_from", json::schema_of<std::string>, "The first day, as date."},
    {"date_to", json::schema_of<std::string>, "The last day, as date."},
    {"source", json::schema_of<SourceWord>, "Where the sound was taken, by the tapers' words."},
    {"sort", json::schema_of<SearchSort>, "What comes first; relevance when there are words, else downloads."},
    {"order", json::schema_of<SortOrder>, "What is usual for the sort when it is not said."},
    {"page", json::schema_of<std::uint32_t>, "From 1; the first 10,000 results can be reached."},
    {"per_page", json::schema_of<std::uint32_t>, "1 to 200, else 50."},
});

constexpr auto directory_parameters = std::to_array<Parameter>({
    {"path", json::schema_of<std::string>, "A folder in the item; the item itself when it is not said."},
});

// The whole surface of the service, beside what every service has.
constexpr auto browse_rows = std::to_array<http::Route<Desk>>({
    {Verb::get,  "/browse/search",                 Access::catalogue, search,
     {.summary = "Search the Live Music Archive", .parameters = search_parameters,
      .answer = json::schema_of<messages::SearchResults>}},
    {Verb::get,  "/browse/items/{identifier}",     Access::catalogue, item,
     {.summary = "One item and its files", .answer = json::schema_of<messages::ItemDetails>}},
    {Verb::get,  "/browse/items/{identifier}/thumbnail", Access::catalogue, thumbnail,
     {.summary = "The picture of an item", .answer_type = "image/*"}},
    {Verb::get,  "/browse/directory/{identifier}", Access::catalogue, directory,
     {.summary = "One folder of an item", .parameters = directory_parameters,
      .answer = json::schema_of<messages::Directory>}},
    {Verb::get,  "/browse/catalogue",              Access::service,   catalogue,
     {.summary = "Every recording of the Archive, as lines of JSON with marks to go on from",
      .parameters = catalogue_parameters, .answer_type = "application/x-ndjson"}},
    {Verb::get,  "/browse/cache/stats",            Access::catalogue, cache_stats,
     {.summary = "How much of the Archive's answers is kept, and how useful that was",
      .answer = json::schema_of<messages::CacheStatistics>}},
    {Verb::post, "/browse/cache/clear",            Access::admin,     clear_cache,
     {.summary = "Throw cached answers away: all, those of a type, or those above an age",
      .body = json::schema_of<messages::CacheClearing>,
      .answer = json::schema_of<messages::CacheCleared>}},
});
// clang-format on

}  // namespace

std::span<const http::Route<Desk>> browse_routes() { return browse_rows; }

}  // namespace tapedeck::browse
