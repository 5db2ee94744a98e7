// A storage node: the files of items.

#include "fake_archive/hosts.hpp"
#include "fake_archive/node_content.hpp"

#include <array>

namespace tapedeck::fake_archive {

namespace {

/// 200 the file · 206 a part of it · 403 a private one · 404 none · 416 a part behind its end
Task<Answer> file(World& world, http::Request& request, Effects effects) {
  std::string identifier(request.path_part("identifier"));
  const auto name = request.path_part("name");
  const auto* const item = world.catalogue.find(identifier);
  if (item == nullptr || effects.missing) co_return html_page(404, "404 Not Found");
  if (item->dark || effects.dark) co_return html_page(403, "403 Forbidden");
  auto pressed = co_await world.shelf.item(std::move(identifier));
  if (!pressed) co_return html_page(503, "503 Service Unavailable");
  const auto* const found = (*pressed)->find(name);
  if (found == nullptr) co_return html_page(404, "404 Not Found");
  FileQuestion question;
  question.range = request.header("Range");
  question.if_range = request.header("If-Range");
  co_return node_answer(*found, name, question, effects);
}

constexpr auto node_table = std::to_array<HostRoute>({
    {"/{shelf}/items/{identifier}/{name...}", file},
});

}  // namespace

http::Router node_routes(World& world) { return serve_routes(world, HostRole::node, node_table); }

}  // namespace tapedeck::fake_archive
