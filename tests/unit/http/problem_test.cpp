#include "http/problem.hpp"

#include <doctest/doctest.h>

#include <array>
#include <string>
#include <variant>

using namespace tapedeck;
using namespace tapedeck::http;
using namespace std::chrono_literals;

namespace {

std::string body_of(Response response) { return std::get<std::string>(std::move(response.body())); }

}  // namespace

TEST_CASE("every error has its status") {
  struct Case {
    Errc code;
    std::uint16_t status;
  };
  const auto cases = std::to_array<Case>({{Errc::malformed, 400},
                                          {Errc::invalid, 422},
                                          {Errc::unauthenticated, 401},
                                          {Errc::forbidden, 403},
                                          {Errc::not_found, 404},
                                          {Errc::conflict, 409},
                                          {Errc::rate_limited, 429},
                                          {Errc::unavailable, 503},
                                          {Errc::timed_out, 504},
                                          {Errc::bad_upstream, 502},
                                          {Errc::storage_full, 507},
                                          {Errc::storage, 500},
                                          {Errc::internal, 500},
                                          {Errc::cancelled, 499}});
  for (const auto& c : cases) {
    CAPTURE(to_text(c.code));
    CHECK(status_of(c.code) == c.status);
    CHECK(problem(fail(c.code, "x").error(), "rid").status() == c.status);
  }
}

TEST_CASE("an error is told to the client in one sentence that names the request") {
  const auto response = problem(fail(Errc::not_found, "There is no such concert.").error(), "r-1");
  CHECK(response.headers().find("Content-Type") == "application/problem+json");
  CHECK(response.headers().find("Cache-Control") == "no-store");
  CHECK(std::get<std::string>(response.body()) ==
        R"({"type":"urn:tapedeck:not_found","title":"There is nothing here","status":404,)"
        R"("detail":"There is no such concert.","request_id":"r-1"})");
}

TEST_CASE("what a client did wrong is listed, value by value") {
  const auto error = fail_fields(
      "Two values are wrong.", {{"per_page", "must be 1 to 200"}, {"/files/0", "must be a text"}});
  const auto body = body_of(problem(error.error(), "r-1"));
  CHECK(body.find(R"("errors":[{"path":"per_page","message":"must be 1 to 200"},)"
                  R"({"path":"/files/0","message":"must be a text"}])") != std::string::npos);
}

TEST_CASE("what the log may know, the client does not") {
  const auto lost = fail(Errc::storage, "disk sda1 is broken", "errno 5 at /var/lib/tapedeck");
  const auto body = body_of(problem(lost.error(), "r-1"));
  CHECK(body.find("sda1") == std::string::npos);
  CHECK(body.find("errno") == std::string::npos);
  CHECK(body.find("r-1") != std::string::npos);
  const auto upstream =
      fail(Errc::bad_upstream, "The Archive answered nonsense.", "line 3: <html>");
  CHECK(body_of(problem(upstream.error(), "r-1")).find("html") == std::string::npos);
}

TEST_CASE("whoever must wait is told for how long, in whole seconds") {
  const auto wait = [](std::chrono::milliseconds time) {
    const auto error = fail_until(Errc::rate_limited, "Too fast.", time);
    return std::string(problem(error.error(), "r").headers().find("Retry-After").value_or(""));
  };
  CHECK(wait(1500ms) == "2");
  CHECK(wait(2s) == "2");
  CHECK(wait(0ms) == "0");
  CHECK(wait(-5s) == "0");
  CHECK_FALSE(problem(fail(Errc::unavailable, "Away.").error(), "r").headers().find("Retry-After"));
}

TEST_CASE("whoever is not logged in is told how to") {
  const auto response = problem(fail(Errc::unauthenticated, "Log in first.").error(), "r");
  CHECK(response.headers().find("WWW-Authenticate") == "Bearer");
}

TEST_CASE("what HTTP itself refuses is a problem with HTTP's own word") {
  const auto response = protocol_problem(405, "This address does not take that method.", "r-1");
  CHECK(response.status() == 405);
  CHECK(
      std::get<std::string>(response.body())
          .starts_with(
              R"({"type":"urn:tapedeck:method_not_allowed","title":"Method Not Allowed","status":405,)"));
  CHECK(body_of(protocol_problem(431, "x", "r")).find("request_header_fields_too_large") !=
        std::string::npos);
  CHECK(body_of(protocol_problem(413, "x", "r")).find("content_too_large") != std::string::npos);
}

TEST_CASE("a hostile sentence stays inside its document") {
  const auto body = body_of(problem(fail(Errc::invalid, "\"}\r\n\x01").error(), "r"));
  CHECK(body.find("\\\"}\\r\\n\\u0001") != std::string::npos);
}
