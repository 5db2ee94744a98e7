#include "aggregation/service.hpp"
#include "async/clock.hpp"
#include "browse/service.hpp"
#include "download/service.hpp"
#include "gateway/http/forwarding.hpp"
#include "gateway/service.hpp"
#include "identity/access_token.hpp"
#include "json/document.hpp"
#include "runtime/system.hpp"
#include "service/gateway/household.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <map>
#include <string>
#include <string_view>
#include <vector>

using namespace tapedeck;
using namespace tapedeck::test;

namespace {

/// Who a route is for, as it was meant: said here a second time, so that a row that is changed by
/// mistake does not change what is expected of it.
enum class For : std::uint8_t {
  everyone,
  catalogue,  ///< Everyone, unless the operator has closed it.
  users,
  owner,  ///< The user whose id, job or session is in the path.
  admins,
  services,
  metrics,  ///< This machine, without a token.
};

struct Meant {
  std::string_view service, verb, pattern;
  For whom;
};

// clang-format off
constexpr auto meant = std::to_array<Meant>({
    {"*", "GET", "/health",       For::everyone},
    {"*", "GET", "/health/live",  For::everyone},
    {"*", "GET", "/health/ready", For::everyone},
    {"*", "GET", "/metrics",      For::metrics},
    {"*", "GET", "/openapi.json", For::everyone},
    {"*", "GET", "/docs",         For::everyone},
    {"*", "GET", "/docs/",        For::everyone},
    {"*", "GET", "/docs/{file}",  For::everyone},
    {"*", "GET", "/stats",        For::users},

    {"gateway", "GET",    "/",                   For::everyone},
    {"gateway", "GET",    "/app",                For::everyone},
    {"gateway", "GET",    "/app/",               For::everyone},
    {"gateway", "GET",    "/app/{path...}",      For::everyone},
    {"gateway", "POST",   "/auth/register",      For::everyone},
    {"gateway", "POST",   "/auth/login",         For::everyone},
    {"gateway", "POST",   "/auth/refresh",       For::everyone},
    {"gateway", "POST",   "/auth/logout",        For::users},
    {"gateway", "POST",   "/auth/password",      For::users},
    {"gateway", "GET",    "/auth/me",            For::users},
    {"gateway", "PATCH",  "/auth/me",            For::users},
    {"gateway", "DELETE", "/auth/me",            For::users},
    {"gateway", "GET",    "/auth/sessions",      For::users},
    {"gateway", "DELETE", "/auth/sessions/{id}", For::owner},
    {"gateway", "POST",   "/auth/ws-ticket",     For::users},
    {"gateway", "GET",    "/internal/ended-sessions", For::services},

    {"gateway", "GET",    "/music/search",                 For::catalogue},
    {"gateway", "GET",    "/music/items/{identifier}",     For::catalogue},
    {"gateway", "GET",    "/music/items/{identifier}/thumbnail", For::catalogue},
    {"gateway", "GET",    "/music/directory/{identifier}", For::catalogue},

    {"gateway browse", "GET",  "/browse/search",                 For::catalogue},
    {"gateway browse", "GET",  "/browse/items/{identifier}",     For::catalogue},
    {"gateway browse", "GET",  "/browse/items/{identifier}/thumbnail", For::catalogue},
    {"gateway browse", "GET",  "/browse/directory/{identifier}", For::catalogue},
    {"browse",         "GET",  "/browse/catalogue",              For::services},
    {"gateway browse", "GET",  "/browse/cache/stats",            For::catalogue},
    {"gateway browse", "POST", "/browse/cache/clear",            For::admins},

    {"gateway aggregation", "GET", "/concerts",              For::catalogue},
    {"gateway aggregation", "GET", "/concerts/recent",       For::catalogue},
    {"gateway aggregation", "GET", "/concerts/search",       For::catalogue},
    {"gateway aggregation", "GET", "/concerts/{concert_id}", For::catalogue},

    {"gateway download", "POST",   "/downloads",                For::users},
    {"gateway download", "GET",    "/downloads",                For::users},
    {"gateway download", "DELETE", "/downloads",                For::users},
    {"gateway download", "PATCH",  "/downloads",                For::users},
    {"gateway download", "POST",   "/downloads/actions",        For::users},
    {"gateway download", "GET",    "/downloads/groups",         For::users},
    {"gateway download", "GET",    "/downloads/names",          For::users},
    {"gateway download", "GET",    "/downloads/{download_id}",  For::owner},
    {"gateway download", "POST",   "/downloads/{download_id}/pause",  For::owner},
    {"gateway download", "POST",   "/downloads/{download_id}/resume", For::owner},
    {"gateway download", "POST",   "/downloads/{download_id}/retry",  For::owner},
    {"gateway download", "PATCH",  "/downloads/{download_id}",  For::owner},
    {"gateway download", "DELETE", "/downloads/{download_id}",  For::owner},
    {"gateway download", "GET",    "/ws/downloads/{user_id}",   For::owner},
    {"gateway download", "GET",    "/events/downloads",         For::users},
    {"gateway download", "GET",    "/tracks/{id}/stream",       For::users},
    {"gateway download", "GET",    "/tracks/{id}/slices",       For::users},
    {"gateway download", "GET",    "/tracks/{id}/peaks",        For::users},
    {"gateway download", "GET",    "/recordings/{identifier}/certificate", For::users},
    {"gateway download", "GET",    "/recordings/{identifier}/files/{name...}", For::users},
    {"gateway download", "GET",    "/recordings/{identifier}/files/{name...}/stream", For::users},
});
// clang-format on

const Meant* meant_of(std::string_view service, const http::RouteInfo& row) {
  for (const auto& one : meant) {
    const bool here = one.service == "*" || one.service.contains(service);
    if (here && one.verb == http::to_text(row.verb) && one.pattern == row.pattern) return &one;
  }
  return nullptr;
}

std::map<std::string, std::vector<http::RouteInfo>> all_rows() {
  std::map<std::string, std::vector<http::RouteInfo>> rows{
      {"gateway", gateway::Service::own_rows()},
      {"browse", browse::Service::own_rows()},
      {"download", download::Service::own_rows()},
      {"aggregation", aggregation::Service::own_rows()}};
  const auto common = runtime::common_rows();
  for (auto& [service, own] : rows)
    own.insert(own.end(), common.begin(), common.end());
  return rows;
}

/// Everybody who may ask, each with what he shows.
struct Cast {
  explicit Cast(const Household& household)
      : admin(household.join("anna")), user(household.join("ben")), other(household.join("carla")) {
    // A second one of the user's, that can end without an end of what he shows.
    household.enter("ben");
    const auto sessions = household.get("/auth/sessions", {user.bearer()}).body;
    auto at = sessions.find(R"("current":false)");
    at = sessions.rfind(R"("id":")", at);
    session = sessions.substr(at + 6, 36);
  }

  Keys admin, user, other;
  std::string session;  ///< Of the user's.
  std::map<std::string, std::string, std::less<>> names{
      {"admin", "anna"}, {"user", "ben"}, {"other", "carla"}};
};

/// The path of a row with the user's own ids in it.
std::string path_of(std::string_view pattern, const Cast& cast) {
  std::string path;
  while (!pattern.empty()) {
    const auto open = std::min(pattern.find('{'), pattern.size());
    path += pattern.substr(0, open);
    pattern.remove_prefix(open);
    if (pattern.empty()) break;
    const auto close = pattern.find('}');
    const auto name = pattern.substr(1, close - 1);
    if (name == "user_id") {
      path += cast.user.user;
    } else if (name == "identifier") {
      path += "gd1977-05-08.sbd";
    } else if (name == "name...") {
      path += "d1t01.flac/stream";
    } else {
      path += cast.session;
    }
    pattern.remove_prefix(close + 1);
  }
  return path;
}

/// Whether the gateway passes the route on. Tokens of services go along unchanged, and so the owner
/// refuses one that was made for the gateway: a service asks the owner itself.
bool is_passed_on(std::string_view service, const http::RouteInfo& row) {
  if (service != "gateway") return false;
  const auto forwarded = gateway::forwarded_infos();
  return std::ranges::any_of(forwarded, [&](const auto& other) {
    return other.verb == row.verb && other.pattern == row.pattern;
  });
}

bool is_let_in(long status) { return status != 401 && status != 403; }

/// What is wrong with an answer; empty when nothing is.
std::string fault(For whom, std::string_view role, long status) {
  if (status == 0 || status == 500) return "no answer";
  const bool stranger = role == "anonymous";
  const bool service = role == "service";
  switch (whom) {
    case For::everyone:
    case For::catalogue:
      return is_let_in(status) ? "" : "is for everyone";
    case For::users:
      if (stranger || service) return status == 401 ? "" : "asks for a user";
      return is_let_in(status) ? "" : "is for users";
    case For::owner:
      if (stranger || service) return status == 401 ? "" : "asks for a user";
      if (role == "user") return is_let_in(status) ? "" : "is for its owner";
      return status == 403 || status == 404 || status == 503 ? "" : "is another's";
    case For::admins:
      if (stranger) return status == 401 ? "" : "asks for an admin";
      if (role != "admin") return status == 403 ? "" : "is for admins";
      return is_let_in(status) ? "" : "is for admins";
    case For::services:
      if (service) return is_let_in(status) ? "" : "is for services";
      return !is_let_in(status) ? "" : "is for services";
    case For::metrics:
      if (stranger || service) return is_let_in(status) ? "" : "is for this machine";
      return status == 401 ? "" : "is for no user";
  }
  return "nobody knows";
}

}  // namespace

TEST_CASE("every route of every service lets in whom it is for, and nobody else") {
  Tapedeck tapedeck;
  REQUIRE(tapedeck.ready());
  const Household household(tapedeck);
  const Cast cast(household);

  std::printf("%-12s %-7s %-42s anonymous  user  other  admin  service\n", "service", "verb",
              "route");
  for (const auto& [service, rows] : all_rows()) {
    const std::array<std::pair<std::string_view, std::string>, 5> roles{
        {{"anonymous", ""},
         {"user", cast.user.bearer()},
         {"other", cast.other.bearer()},
         {"admin", cast.admin.bearer()},
         {"service", Tapedeck::as_service(service)}}};
    for (const auto& row : rows) {
      const std::string verb(http::to_text(row.verb));
      const auto named = service + " " + verb + " " + std::string(row.pattern);
      CAPTURE(named);
      const auto* expected = meant_of(service, row);
      REQUIRE_MESSAGE(expected != nullptr, "say in this test whom the route is for");
      const auto path = path_of(row.pattern, cast);
      // The owner comes last: what he asks may end what he asks for.
      std::map<std::string_view, long> statuses;
      for (const auto role : {"anonymous", "other", "admin", "service", "user"}) {
        const auto found = std::ranges::find(roles, std::string_view(role),
                                             [](const auto& one) { return one.first; });
        std::vector<std::string> headers;
        if (!found->second.empty()) headers.push_back(found->second);
        // Who logs out needs another session for the next row.
        if (path == "/auth/logout" && cast.names.contains(role))
          headers = {household.enter(cast.names.at(role)).bearer()};
        const bool sends = verb == "POST" || verb == "PATCH" || verb == "DELETE";
        if (sends) headers.push_back("Content-Type: application/json");
        const auto status =
            fetch(tapedeck.url(service) + path, headers, verb, sends ? "{}" : "").status;
        statuses[role] = status;
        CAPTURE(role);
        CAPTURE(status);
        if (role == std::string_view("service") && is_passed_on(service, row)) {
          CHECK_FALSE(is_let_in(status));
          continue;
        }
        CHECK(fault(expected->whom, role, status) == "");
      }
      std::printf("%-12s %-7s %-42s %9ld %5ld %6ld %6ld %8ld\n", service.c_str(), verb.c_str(),
                  std::string(row.pattern).c_str(), statuses["anonymous"], statuses["user"],
                  statuses["other"], statuses["admin"], statuses["service"]);
    }
  }
}

TEST_CASE("what strangers may read can be closed to them") {
  TapedeckOptions options;
  options.flags = {"--anonymous=off"};
  Tapedeck tapedeck(options);
  REQUIRE(tapedeck.ready());
  const auto user = Tapedeck::as_user();
  for (const auto& [service, rows] : all_rows()) {
    for (const auto& row : rows) {
      const auto* expected = meant_of(service, row);
      if (expected == nullptr || expected->whom != For::catalogue) continue;
      if (row.pattern.contains('{')) continue;
      CAPTURE(row.pattern);
      const auto url = tapedeck.url(service) + std::string(row.pattern);
      CHECK(fetch(url).status == 401);
      CHECK(is_let_in(fetch(url, {user}).status));
    }
  }
}

TEST_CASE("every route of another service is passed on by the gateway, but those for services") {
  const auto rows = all_rows();
  const auto& gateway = rows.at("gateway");
  for (const std::string owner : {"browse", "download", "aggregation"}) {
    for (const auto& row : rows.at(owner)) {
      CAPTURE(row.pattern);
      const bool passed_on = std::ranges::any_of(gateway, [&](const auto& other) {
        return other.verb == row.verb &&
               (other.pattern == row.pattern ||
                (other.pattern.ends_with("{name...}") &&
                 row.pattern.starts_with(other.pattern.substr(0, other.pattern.size() - 10))));
      });
      const auto* expected = meant_of(owner, row);
      REQUIRE(expected != nullptr);
      CHECK(passed_on == (expected->whom != For::services));
    }
  }
}

TEST_CASE("the document of the gateway describes what its port answers, as its owner does") {
  Tapedeck tapedeck;
  REQUIRE(tapedeck.ready());
  const auto answer = fetch(tapedeck.url("gateway") + "/openapi.json");
  REQUIRE(answer.status == 200);
  const auto document = json::Document::parse(answer.body);
  REQUIRE(document);
  const auto paths = *document->root().member("paths");
  const auto described = [&](std::string_view path, std::string_view part) {
    const auto found = paths.member(path);
    REQUIRE_MESSAGE(found, path);
    return std::string(found->member("get")->member(part)->text());
  };
  for (const auto& [here, there] : gateway::forwarded_paths()) {
    CAPTURE(here);
    CHECK(described(here, "parameters") == described(there, "parameters"));
    CHECK(described(here, "responses") == described(there, "responses"));
  }
  CHECK(described("/music/search", "parameters").contains("a band's short name"));
  CHECK_FALSE(paths.member("/browse/catalogue"));
  CHECK(paths.member("/internal/ended-sessions"));
}
