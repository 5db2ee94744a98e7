#include "support/tapedeck.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace tapedeck::test;

namespace {

/// The address of the first script that the page asks for, with a hash in its name.
std::string script_of(const std::string& document) {
  const auto begin = document.find("/app/assets/");
  return document.substr(begin, document.find('"', begin) - begin);
}

}  // namespace

TEST_CASE("the root leads to the page, which may run nothing but its own scripts") {
  Tapedeck tapedeck;
  REQUIRE(tapedeck.ready());
  const auto gateway = tapedeck.url("gateway");
  for (const auto* way : {"/", "/app"}) {
    CAPTURE(way);
    const auto answer = fetch(gateway + way);
    CHECK(answer.status == 302);
    CHECK(answer.headers.at("location") == "/app/");
  }
  const auto page = fetch(gateway + "/app/");
  CHECK(page.status == 200);
  CHECK(page.headers.at("content-type") == "text/html; charset=utf-8");
  CHECK(page.headers.at("cache-control") == "no-cache");
  const auto policy = page.headers.at("content-security-policy");
  CHECK(policy.contains("script-src 'self';"));
  CHECK_FALSE(policy.contains("unsafe"));
}

TEST_CASE("each address of the app is its one document, but not one that names a file") {
  Tapedeck tapedeck;
  REQUIRE(tapedeck.ready());
  const auto gateway = tapedeck.url("gateway");
  const auto document = fetch(gateway + "/app/").body;
  for (const auto* page : {"/app/search?q=5/8/77", "/app/concerts/some-id", "/app/login"}) {
    CAPTURE(page);
    CHECK(fetch(gateway + page).body == document);
  }
  CHECK(fetch(gateway + "/app/recordings/gd1977-05-08.sbd.flac16").status == 200);
  CHECK(fetch(gateway + "/app/assets/index-00000000.js").status == 404);
  CHECK(fetch(gateway + "/app/../../etc/passwd").status != 200);
}

TEST_CASE("the page's files are sent packed, and kept for ever where their name has a hash") {
  Tapedeck tapedeck;
  REQUIRE(tapedeck.ready());
  const auto gateway = tapedeck.url("gateway");
  const auto script = gateway + script_of(fetch(gateway + "/app/").body);
  CHECK(fetch(script).headers.at("cache-control") == "public, max-age=31536000, immutable");
  CHECK(fetch(script, {"Accept-Encoding: br"}).headers.at("content-encoding") == "br");
  CHECK(fetch(script, {"Accept-Encoding: gzip"}).headers.at("content-encoding") == "gzip");
  CHECK(fetch(gateway + "/app/theme.js").headers.at("cache-control") == "no-cache");
}
