#include "support/tapedeck.hpp"

#include <doctest/doctest.h>
#include <signal.h>

#include <array>
#include <string>

using namespace tapedeck::test;

namespace {

constexpr auto boxes = std::to_array<const char*>({"gateway", "browse", "download", "aggregation"});

}  // namespace

TEST_CASE("one process serves all four services, each on its own port") {
  Tapedeck tapedeck;
  REQUIRE(tapedeck.ready());
  for (const std::string box : boxes) {
    CAPTURE(box);
    const auto health = fetch(tapedeck.url(box) + "/health");
    CHECK(health.status == 200);
    CHECK(health.body.contains("\"service\":\"" + box + "\""));
    CHECK(health.body.contains("\"status\":\"well\""));
    CHECK(fetch(tapedeck.url(box) + "/health/live").status == 200);
    CHECK(fetch(tapedeck.url(box) + "/health/ready").status == 200);
  }
}

TEST_CASE("what a service says of itself has one type, and says its charset once") {
  Tapedeck tapedeck;
  REQUIRE(tapedeck.ready());
  struct Case {
    std::string path, type;
  };
  const auto cases = std::to_array<Case>({
      {"/health", "application/json"},
      {"/health/live", "text/plain; charset=utf-8"},
      {"/health/ready", "text/plain; charset=utf-8"},
      {"/metrics", "text/plain; version=0.0.4; charset=utf-8"},
      {"/openapi.json", "application/json"},
  });
  for (const std::string box : boxes) {
    for (const auto& c : cases) {
      CAPTURE(box);
      CAPTURE(c.path);
      CHECK(fetch(tapedeck.url(box) + c.path).headers.at("content-type") == c.type);
    }
  }
}

TEST_CASE("a service that is asked for alone runs alone, and the others are said to be away") {
  TapedeckOptions options;
  options.only = {"gateway"};
  for (const auto* name : {"BROWSE", "DOWNLOAD", "AGGREGATION"}) {
    // Port 1 is nobody's.
    options.environment[std::string(name) + "_SERVICE_URL"] = "http://127.0.0.1:1";
  }
  Tapedeck tapedeck(options);
  REQUIRE(tapedeck.ready());

  const auto health = fetch(tapedeck.url("gateway") + "/health", {Tapedeck::as_user(true)});
  CHECK(health.status == 200);
  CHECK(health.body.contains("\"ready\":true"));
  CHECK(health.body.contains("\"status\":\"ill\""));
  CHECK(health.body.contains("The browse service does not answer."));

  const auto stats = fetch(tapedeck.url("gateway") + "/stats", {Tapedeck::as_user()});
  CHECK(stats.status == 200);
  CHECK(stats.body.contains(R"("unreachable":["browse","download","aggregation"])"));
}

TEST_CASE("only admins are told how a service's parts are") {
  Tapedeck tapedeck;
  REQUIRE(tapedeck.ready());
  const auto url = tapedeck.url("download") + "/health";
  CHECK_FALSE(fetch(url).body.contains("database"));
  CHECK_FALSE(fetch(url, {Tapedeck::as_user()}).body.contains("database"));
  CHECK(fetch(url, {Tapedeck::as_user(true)}).body.contains("\"part\":\"database\""));
}

TEST_CASE("statistics are for those who are signed in, and the gateway's are of all services") {
  Tapedeck tapedeck;
  REQUIRE(tapedeck.ready());
  for (const std::string box : boxes) {
    CAPTURE(box);
    const auto stranger = fetch(tapedeck.url(box) + "/stats");
    CHECK(stranger.status == 401);
    CHECK(stranger.body.contains("urn:tapedeck:unauthenticated"));
    CHECK(fetch(tapedeck.url(box) + "/stats", {"Authorization: Bearer nonsense"}).status == 401);
    CHECK(fetch(tapedeck.url(box) + "/stats", {Tapedeck::as_user()}).status == 200);
  }
  const auto all = fetch(tapedeck.url("gateway") + "/stats", {Tapedeck::as_user()});
  for (const auto* count : {"\"users\":0", "\"cache_entries\":0", "\"downloads\":0",
                            "\"concerts\":0", "\"unreachable\":[]"}) {
    CAPTURE(count);
    CHECK(all.body.contains(count));
  }
}

TEST_CASE("metrics are read from loopback, but not by whoever comes through a proxy") {
  TapedeckOptions options;
  options.environment["TAPEDECK_METRICS_TOKEN"] = "a metrics token of the tests, 46 bytes long ...";
  Tapedeck tapedeck(options);
  REQUIRE(tapedeck.ready());
  const auto url = tapedeck.url("gateway") + "/metrics";

  const auto local = fetch(url);
  CHECK(local.status == 200);
  CHECK(local.body.contains("tapedeck_build_info"));
  CHECK(fetch(url, {"X-Forwarded-For: 203.0.113.7"}).status == 401);
  CHECK(fetch(url, {"X-Forwarded-For: 203.0.113.7",
                    "Authorization: Bearer a metrics token of the tests, 46 bytes long ..."})
            .status == 200);
}

TEST_CASE("each service documents what it can be asked, and the gateway what all four can") {
  Tapedeck tapedeck;
  REQUIRE(tapedeck.ready());
  for (const std::string box : boxes) {
    CAPTURE(box);
    const auto document = fetch(tapedeck.url(box) + "/openapi.json");
    CHECK(document.status == 200);
    CHECK(document.body.contains(R"("openapi":"3.1)"));
    CHECK(document.body.contains(R"("/health/ready")"));
    const auto page = fetch(tapedeck.url(box) + "/docs/");
    CHECK(page.status == 200);
    CHECK(page.body.contains("swagger-ui"));
    CHECK(fetch(tapedeck.url(box) + "/docs").headers.at("location") == "/docs/");
  }
}

TEST_CASE("one request has one id in the answer and in the log") {
  Tapedeck tapedeck;
  REQUIRE(tapedeck.ready());
  const auto answer =
      fetch(tapedeck.url("browse") + "/nowhere", {"X-Request-Id: a-request-of-the-tests"});
  CHECK(answer.status == 404);
  CHECK(answer.headers.at("x-request-id") == "a-request-of-the-tests");
  CHECK(answer.body.contains("\"request_id\":\"a-request-of-the-tests\""));
  CHECK(tapedeck.program().line_with({"a-request-of-the-tests", "\"browse\"", "404"}));
}

TEST_CASE("the keys made on the first start are kept, and nobody else can read them") {
  TapedeckOptions options;
  options.environment["JWT_SECRET_KEY"] = "";
  options.environment["TAPEDECK_SERVICE_SECRET"] = "";
  Tapedeck tapedeck(options);
  REQUIRE(tapedeck.ready());
  CHECK(fetch(tapedeck.url("gateway") + "/stats", {Tapedeck::as_user()}).status == 401);
}

TEST_CASE("a signal to stop ends the program in order, with exit code 0") {
  for (const int signal : {SIGTERM, SIGINT}) {
    CAPTURE(signal);
    Tapedeck tapedeck;
    REQUIRE(tapedeck.ready());
    tapedeck.program().signal(signal);
    CHECK(tapedeck.program().wait() == 0);
    for (const std::string box : boxes) {
      CAPTURE(box);
      CHECK(tapedeck.program().errors().contains("\"" + box + "\",\"msg\":\"stopped\""));
    }
  }
}
