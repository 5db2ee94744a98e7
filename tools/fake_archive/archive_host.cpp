// archive.org itself: what is asked of it, and where it sends for files.

#include "fake_archive/hosts.hpp"
#include "fake_archive/locations.hpp"
#include "fake_archive/metadata.hpp"
#include "fake_archive/picture.hpp"
#include "fake_archive/search.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <chrono>
#include <functional>

namespace tapedeck::fake_archive {

namespace {

constexpr std::string_view json_text = "application/json";

/// JSON as the Archive sends it: chunked, and for every page to read.
Answer json_answer(std::string body) {
  auto answer = answer_with(200, json_text, std::move(body));
  answer.headers.set("Access-Control-Allow-Origin", "*");
  answer.headers.set("Vary", "Accept-Encoding");
  answer.chunked = true;
  return answer;
}

std::int64_t seconds_now(const World& world) {
  return std::chrono::floor<std::chrono::seconds>(world.clock.now()).time_since_epoch().count();
}

/// 200 a page of hits, or an envelope with what is wrong
Task<Answer> search(World& world, http::Request& request, Effects) {
  auto parameters = request.parameters();
  if (world.golden.in_use()) {
    const auto* const recorded = world.golden.search(parameters);
    if (recorded != nullptr) co_return json_answer(*recorded);
    co_return json_answer(R"({"error":"[UNSUPPORTED_VALUE] this search was not recorded"})");
  }
  auto body = co_await world.compute.run(&advanced_search, std::cref(world.catalogue.documents()),
                                         std::move(parameters));
  if (!body) co_return html_page(503, "503 Service Unavailable");
  co_return json_answer(std::move(*body));
}

/// 200 a batch of hits · 400 an envelope
Task<Answer> scrape_search(World& world, http::Request& request, Effects effects) {
  if (const auto* const recorded = world.golden.scrape()) co_return json_answer(*recorded);
  ScrapeBend bend;
  bend.stuck_cursor = effects.stuck_cursor;
  bend.total_drift = effects.total_drift.value_or(0);
  bend.most = effects.batch.value_or(bend.most);
  auto parameters = request.parameters();
  auto scraped = co_await world.compute.run(&scrape, std::cref(world.catalogue.documents()),
                                            std::move(parameters), bend);
  if (!scraped) co_return html_page(503, "503 Service Unavailable");
  auto answer = json_answer(std::move(scraped->body));
  answer.status = scraped->status;
  co_return answer;
}

/// 200 the item, `{}` when there is none, `is_dark` when it is withdrawn
Task<Answer> metadata(World& world, http::Request& request, Effects effects) {
  std::string identifier(request.path_part("identifier"));
  if (effects.missing) co_return json_answer("{}");
  if (world.golden.in_use()) {
    const auto* const recorded = world.golden.metadata(identifier);
    if (recorded != nullptr) co_return json_answer(*recorded);
    co_return json_answer("{}");
  }
  const auto* const item = world.catalogue.find(identifier);
  if (item == nullptr) co_return json_answer("{}");
  if (item->dark || effects.dark)
    co_return json_answer(whole_metadata(dark_answer(item->storage), seconds_now(world)));
  auto pressed = co_await world.shelf.item(std::move(identifier));
  if (!pressed) co_return html_page(503, "503 Service Unavailable");
  co_return json_answer(whole_metadata((*pressed)->answer, seconds_now(world)));
}

/// 200 a part of an item's metadata, or an envelope
Task<Answer> metadata_part(World& world, http::Request& request, Effects) {
  std::string identifier(request.path_part("identifier"));
  const auto path = request.path_part("path");
  const auto* const item = world.catalogue.find(identifier);
  if (item == nullptr || item->dark)
    co_return json_answer(part_of_metadata(boost::json::object(), path, request.parameters()));
  auto pressed = co_await world.shelf.item(std::move(identifier));
  if (!pressed) co_return html_page(503, "503 Service Unavailable");
  co_return json_answer(part_of_metadata((*pressed)->answer, path, request.parameters()));
}

/// How many redirects of a chain are still to come.
unsigned hops_left(const http::Request& request) {
  const auto text = request.parameter("hops").value_or("0");
  unsigned hops = 0;
  std::from_chars(text.data(), text.data() + text.size(), hops);
  return hops;
}

/// 302 to the node · 403 a dark item, or any while answers are recorded ones · 404 no such item
Task<Answer> download(World& world, http::Request& request, Effects effects) {
  const auto identifier = request.path_part("identifier");
  if (world.golden.in_use()) co_return html_page(403, "403 Forbidden");
  const auto* const item = world.catalogue.find(identifier);
  if (item == nullptr || effects.missing) co_return html_page(404, "404 Not Found");
  if (item->dark || effects.dark) co_return html_page(403, "403 Forbidden");
  if (const auto hops = hops_left(request); hops > 1) {
    co_return redirect_answer(fmt::format("http://{}{}?hops={}",
                                          request.header("Host").value_or("127.0.0.1"),
                                          request.path(), hops - 1));
  }
  // A file that is not there is the node's to say.
  co_return redirect_answer(place_on_node(world, identifier, request.path_part("name")));
}

/// 302 to the item's tile, or a picture that stands for none
Task<Answer> image(World& world, http::Request& request, Effects) {
  const auto identifier = request.path_part("identifier");
  const auto* const item = world.catalogue.find(identifier);
  if (item == nullptr || item->dark) co_return answer_with(200, "image/jpeg", tile_jpeg(0));
  co_return redirect_answer(place_on_node(world, identifier, "__ia_thumb.jpg"));
}

/// 200 a page about an item · 404 none
Task<Answer> details(World& world, http::Request& request, Effects) {
  const auto* const item = world.catalogue.find(request.path_part("identifier"));
  if (item == nullptr || item->dark) co_return html_page(404, "Item not available");
  co_return html_page(200, text_of(item->metadata, "title"));
}

// clang-format off
constexpr auto routes = std::to_array<HostRoute>({
    {"/advancedsearch.php",               search},
    {"/services/search/v1/scrape",        scrape_search, true},
    {"/metadata/{identifier}",            metadata},
    {"/metadata/{identifier}/{path...}",  metadata_part},
    {"/download/{identifier}/{name...}",  download},
    {"/services/img/{identifier}",        image},
    {"/details/{identifier}",             details},
});
// clang-format on

}  // namespace

http::Router archive_routes(World& world) { return serve_routes(world, HostRole::archive, routes); }

}  // namespace tapedeck::fake_archive
