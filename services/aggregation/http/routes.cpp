#include "aggregation/http/routes.hpp"

#include "aggregation/http/wire.hpp"
#include "json/encode.hpp"
#include "json/schema.hpp"

#include <array>
#include <utility>

namespace tapedeck::aggregation {
namespace {

using http::Access;
using http::Parameter;
using http::Request;
using http::Response;
using http::Verb;

Task<Result<Response>> page_of_concerts(Concerts& concerts, ListRequest asked, Deadline deadline) {
  auto page = co_await concerts.list(std::move(asked), deadline);
  if (!page) co_return failure(page);
  co_return http::json(json::encode(*page));
}

/// 200 a page of concerts · 422 parameters that break a rule · 503 browse or the Archive is away
/// and nothing kept will do · 502 it answers nonsense · 504 it takes too long
Task<Result<Response>> list(Concerts& concerts, Request request) {
  auto asked = parse_list(request, ListDefaults{});
  if (!asked) co_return failure(asked);
  co_return co_await page_of_concerts(concerts, std::move(*asked), request.deadline());
}

/// 200 a page of the concerts whose recordings came to the Archive last · else as list()
Task<Result<Response>> recent(Concerts& concerts, Request request) {
  auto asked = parse_list(request, ListDefaults{ConcertSort::added, ConcertOrder::desc});
  if (!asked) co_return failure(asked);
  asked->query = ConcertQuery{};
  asked->query.newest = true;
  co_return co_await page_of_concerts(concerts, std::move(*asked), request.deadline());
}

/// 200 a page of concerts · 422 nothing to look for, or as list() · else as list()
Task<Result<Response>> search(Concerts& concerts, Request request) {
  auto asked = parse_list(request, ListDefaults{ConcertSort::recordings, ConcertOrder::desc});
  if (!asked) co_return failure(asked);
  if (asks_for_everything(asked->query)) {
    std::vector<FieldError> faults;
    faults.push_back({"q", "must say what to look for, such as 5/8/77 or barton hall"});
    co_return fail_fields("There is nothing to look for.", std::move(faults));
  }
  co_return co_await page_of_concerts(concerts, std::move(*asked), request.deadline());
}

/// 200 the concert · 404 none of that id · 422 no id
Task<Result<Response>> concert(Concerts& concerts, Request request) {
  auto id = parse_concert_id(request);
  if (!id) co_return failure(id);
  auto found = co_await concerts.concert(*id, request.deadline());
  if (!found) co_return failure(found);
  co_return http::json(json::encode(*found));
}

// clang-format off
constexpr auto list_parameters = std::to_array<Parameter>({
    {"q",         json::schema_of<std::string>,   "Anything; a date in it, such as 5/8/77 or may 77, means those days."},
    {"artist",    json::schema_of<std::string>,   "Words of the artist's name."},
    {"venue",     json::schema_of<std::string>,   "Words of the venue's name."},
    {"year",      json::schema_of<std::uint32_t>, "The year of the concert."},
    {"date",      json::schema_of<std::string>,   "The day of the concert: 1977-05-08, 1977-05-XX, 5/8/77."},
    {"date_from", json::schema_of<std::string>,   "The first day, as date."},
    {"date_to",   json::schema_of<std::string>,   "The last day, as date."},
    {"sort",      json::schema_of<ConcertSort>,   "What comes first; date, and in a search the number of recordings."},
    {"order",     json::schema_of<ConcertOrder>,  "Artists from A, all else from the last, when it is not said."},
    {"page",      json::schema_of<std::uint32_t>, "From 1."},
    {"per_page",  json::schema_of<std::uint32_t>, "1 to 200, else 50."},
});

constexpr auto recent_parameters = std::to_array<Parameter>({
    {"page",      json::schema_of<std::uint32_t>, "From 1."},
    {"per_page",  json::schema_of<std::uint32_t>, "1 to 200, else 50."},
});

constexpr auto concert_rows = std::to_array<http::Route<Concerts>>({
    {Verb::get, "/concerts",              Access::catalogue, list,
     {.summary = "Concerts, grouped from the recordings of each night",
      .parameters = list_parameters, .answer = json::schema_of<messages::ConcertPage>}},
    {Verb::get, "/concerts/recent",       Access::catalogue, recent,
     {.summary = "The concerts whose recordings came to the Archive last",
      .parameters = recent_parameters, .answer = json::schema_of<messages::ConcertPage>}},
    {Verb::get, "/concerts/search",       Access::catalogue, search,
     {.summary = "Search for concerts by words, names and dates",
      .parameters = list_parameters, .answer = json::schema_of<messages::ConcertPage>}},
    {Verb::get, "/concerts/{concert_id}", Access::catalogue, concert,
     {.summary = "One concert: its recordings, which is best and why",
      .answer = json::schema_of<messages::ConcertDetails>}},
});
// clang-format on

}  // namespace

std::span<const http::Route<Concerts>> concert_routes() { return concert_rows; }

}  // namespace tapedeck::aggregation
