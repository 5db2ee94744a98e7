#include "http/router.hpp"

#include "http/detail/routes.hpp"

#include <doctest/doctest.h>

#include <array>
#include <deque>
#include <string>

using namespace tapedeck;
using namespace tapedeck::http;

namespace {

struct Nobody {};

Task<Result<Response>> nothing(Nobody&, Request) { co_return no_content(); }

// clang-format off
constexpr auto concert_rows = std::to_array<Route<Nobody>>({
    {Verb::get,    "/",                              Access::open, nothing, {}},
    {Verb::get,    "/concerts",                      Access::open, nothing, {}},
    {Verb::get,    "/concerts/{concert_id}",         Access::open, nothing, {}},
    {Verb::get,    "/concerts/recent",               Access::open, nothing, {}},
    {Verb::get,    "/concerts/{id}/explain",         Access::open, nothing, {}},
    {Verb::post,   "/concerts/recent/seen",          Access::open, nothing, {}},
    {Verb::get,    "/downloads",                     Access::open, nothing, {}},
    {Verb::post,   "/downloads",                     Access::open, nothing, {}},
    {Verb::del,    "/downloads/{id}",                Access::open, nothing, {}},
    {Verb::get,    "/recordings/{item}/files/{name}/stream", Access::open, nothing, {}},
    {Verb::get,    "/app/{path...}",                 Access::open, nothing, {}},
    {Verb::get,    "/app/settings",                  Access::open, nothing, {}},
    {Verb::options, "/asked",                        Access::open, nothing, {}},
    {Verb::get,    "/discs/{name...}/stream",        Access::open, nothing, {}},
    {Verb::get,    "/discs/{name...}/peaks",         Access::open, nothing, {}},
});
// clang-format on

struct Looked {
  explicit Looked(Verb verb, std::string_view path) : parts(std::make_shared<Request::Parts>()) {
    static Nobody nobody;
    router.add(std::span<const Route<Nobody>>(concert_rows), nobody);
    parts->verb = verb;
    REQUIRE(parts->target.read(path) == "");
    found = router.find(*parts);
  }
  [[nodiscard]] std::string pattern() const {
    return found.row == nullptr ? "" : std::string(found.row->pattern);
  }
  [[nodiscard]] std::string part(std::string_view name) const {
    return std::string(Request(parts).path_part(name));
  }

  Router router;
  std::shared_ptr<Request::Parts> parts;
  Router::Found found;
};

}  // namespace

TEST_CASE("a request finds the row whose pattern its address fits") {
  struct Case {
    Verb verb;
    std::string_view path, pattern;
  };
  // clang-format off
  const auto cases = std::to_array<Case>({
      {Verb::get,  "/",                          "/"},
      {Verb::get,  "/concerts",                  "/concerts"},
      {Verb::get,  "/concerts/7",                "/concerts/{concert_id}"},
      {Verb::get,  "/concerts/recent",           "/concerts/recent"},
      {Verb::get,  "/concerts/7/explain",        "/concerts/{id}/explain"},
      {Verb::get,  "/concerts/recent/explain",   "/concerts/{id}/explain"},
      {Verb::post, "/concerts/recent/seen",      "/concerts/recent/seen"},
      {Verb::head, "/concerts",                  "/concerts"},
      {Verb::del,  "/downloads/7",               "/downloads/{id}"},
      {Verb::get,  "/app/",                      "/app/{path...}"},
      {Verb::get,  "/app/a/b/c",                 "/app/{path...}"},
      {Verb::get,  "/app/settings",              "/app/settings"},
      {Verb::get,  "/app/settings/more",         "/app/{path...}"},
      {Verb::get,  "/%63oncerts",                "/concerts"},
      {Verb::options, "/asked",                  "/asked"},
      {Verb::get,  "/discs/1/t01.flac/stream",   "/discs/{name...}/stream"},
      {Verb::get,  "/discs/t01.flac/peaks",      "/discs/{name...}/peaks"},
      {Verb::get,  "/discs/stream/stream",       "/discs/{name...}/stream"},
  });
  // clang-format on
  for (const auto& c : cases) {
    CAPTURE(c.path);
    const Looked looked(c.verb, c.path);
    CHECK(looked.found.status == 200);
    CHECK(looked.pattern() == c.pattern);
  }
}

TEST_CASE("an address that fits no row is not found") {
  for (const std::string_view path :
       {"/nothing", "/concerts/", "/concerts//explain", "/concerts/7/8", "/app", "/recordings",
        "/Concerts", "//", "/concerts/recent/", "/discs/stream", "/discs/1/t01.flac"}) {
    CAPTURE(path);
    CHECK(Looked(Verb::get, path).found.status == 404);
  }
}

TEST_CASE("a verb that an address does not take is refused with those it takes") {
  const Looked wrong(Verb::put, "/downloads");
  CHECK(wrong.found.status == 405);
  CHECK(wrong.found.allow == "GET, HEAD, POST, OPTIONS");
  const Looked only_delete(Verb::get, "/downloads/7");
  CHECK(only_delete.found.status == 405);
  CHECK(only_delete.found.allow == "DELETE, OPTIONS");
  const Looked asked(Verb::options, "/downloads");
  CHECK(asked.found.status == 204);
  CHECK(asked.found.allow == "GET, HEAD, POST, OPTIONS");
}

TEST_CASE("the parts of an address are named by its own row, decoded") {
  const Looked one(Verb::get, "/concerts/7%2F8");
  CHECK(one.part("concert_id") == "7/8");
  CHECK(one.part("id") == "");
  const Looked two(Verb::get, "/concerts/recent/explain");
  CHECK(two.part("id") == "recent");
  const Looked both(Verb::get, "/recordings/gd77/files/disc%201%2Fd1t01.flac/stream");
  CHECK(both.part("item") == "gd77");
  const Looked deep(Verb::get, "/discs/disc%201/a%2Fd1t01.flac/stream");
  CHECK(deep.part("name") == "disc 1/a/d1t01.flac");
  CHECK(both.part("name") == "disc 1/d1t01.flac");
  const Looked rest(Verb::get, "/app/assets/a%20b.js");
  CHECK(rest.part("path") == "assets/a b.js");
}

TEST_CASE("what wraps handlers wraps those added before and after, the first innermost") {
  static Nobody nobody;
  Router router;
  std::deque<std::string> wrapped;
  const auto note = [&](std::string who) {
    return [&wrapped, who](const RouteInfo& info, BoundHandler handler) {
      wrapped.push_back(who + " " + std::string(info.pattern));
      return handler;
    };
  };
  constexpr auto first =
      std::to_array<Route<Nobody>>({{Verb::get, "/a", Access::open, nothing, {}}});
  constexpr auto second =
      std::to_array<Route<Nobody>>({{Verb::get, "/b", Access::open, nothing, {}}});
  router.add(std::span<const Route<Nobody>>(first), nobody);
  router.wrap(note("inner"));
  router.wrap(note("outer"));
  router.add(std::span<const Route<Nobody>>(second), nobody);
  CHECK(wrapped == std::deque<std::string>{"inner /a", "outer /a", "inner /b", "outer /b"});
  CHECK(router.rows().size() == 2);
}
