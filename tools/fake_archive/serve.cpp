// The way of every request through a host: written down, struck by a fault or not, answered.

#include "fake_archive/hosts.hpp"
#include "fake_archive/spoilt_body.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace tapedeck::fake_archive {

namespace {

/// The identifier in `/download/{identifier}/…`, `/metadata/{identifier}` or
/// `/{n}/items/{identifier}/…`.
std::string identifier_of(const http::Request& request) {
  return std::string(request.path_part("identifier"));
}

JournalLine line_of(const World& world, HostRole role, const http::Request& request) {
  JournalLine line;
  line.at = world.clock.now();
  line.host = role;
  line.method = to_text(request.verb());
  line.target = request.target();
  line.range = request.header("Range").value_or("");
  line.if_range = request.header("If-Range").value_or("");
  line.user_agent = request.header("User-Agent").value_or("");
  return line;
}

http::Response respond(World& world, std::uint64_t number, Answer answer, const Effects& effects) {
  if (auto* const line = world.journal.find(number)) {
    line->status = answer.status;
    line->ended = line->method == "HEAD";  // no body will be asked for
  }
  http::Response response(answer.status);
  response.headers() = answer.headers;
  http::Response::Stream stream;
  if (!answer.chunked) stream.bytes = answer.count;
  stream.source = std::make_unique<SpoiltBody>(world, number, std::move(answer), effects);
  return std::move(response).with_body(std::move(stream));
}

Task<Result<http::Response>> serve(World& world, HostRole role, HostHandler handler,
                                   http::Request request) {
  auto line = line_of(world, role, request);
  const auto* const fault = world.faults.strike(role, line.method, line.target);
  const Effects effects = fault != nullptr ? fault->effects : Effects();
  if (fault != nullptr) line.fault = fault->text;
  const auto number = world.journal.add(std::move(line));
  if (effects.replaced) world.shelf.replace(identifier_of(request));
  if (effects.delay) {
    const std::chrono::milliseconds delay(*effects.delay);
    auto slept = co_await world.clock.sleep_for(delay);
    if (!slept) co_return failure(slept);
  }
  const std::string host(request.header("Host").value_or("127.0.0.1"));
  auto instead = answer_instead(effects, host, request.target(), world.clock.now());
  if (instead) co_return respond(world, number, std::move(*instead), effects);
  auto answer = co_await handler(world, request, effects);
  auto bent = spoilt(std::move(answer), effects);
  co_return respond(world, number, std::move(bent), effects);
}

Task<Answer> no_such_page(World&, http::Request&, Effects) {
  co_return html_page(404, "404 Not Found");
}

}  // namespace

http::Router serve_routes(World& world, HostRole role, std::span<const HostRoute> routes) {
  http::Router router;
  const auto add = [&](http::Verb verb, std::string_view pattern, HostHandler handler) {
    const http::RouteInfo info{verb, pattern, http::Access::open, {}};
    router.add(info, [&world, role, handler](http::Request request) {
      return serve(world, role, handler, std::move(request));
    });
  };
  for (const auto& route : routes) {
    add(http::Verb::get, route.pattern, route.handler);
    if (route.posts) add(http::Verb::post, route.pattern, route.handler);
  }
  add(http::Verb::get, "/{page...}", no_such_page);
  return router;
}

}  // namespace tapedeck::fake_archive
