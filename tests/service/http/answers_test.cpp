#include "service/http/bad_requests.hpp"
#include "service/http/served.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <sstream>
#include <string>
#include <vector>

using namespace tapedeck;
using namespace tapedeck::test;
using namespace std::chrono_literals;

namespace {

/// Whether one line of the metrics holds every one of `words`; labels stand in any order.
bool has_series(const std::string& text, const std::vector<std::string>& words) {
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (std::ranges::all_of(words, [&](const auto& word) { return line.contains(word); }))
      return true;
  }
  return false;
}

}  // namespace

TEST_CASE("a body in chunks may come in pieces, even its end") {
  const Served served;
  auto client = served.client();
  for (const std::string_view piece :
       {"POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n", "2\r\nhe", "\r",
        "\n3;a=\"b\"\r\nllo\r\n", "0\r\n", "A", ": b\r\n", "\r\n"}) {
    REQUIRE(client.send(piece));
    // Each is read before the next is sent: another request takes a turn of the loop.
    REQUIRE(served.ask(get("/hello")));
  }
  const auto answer = client.answer();
  REQUIRE(answer);
  CHECK(answer->status == 200);
  CHECK(answer->body == "hello");
}

TEST_CASE("a server answers the requests of one connection one after the other") {
  const Served served;
  auto client = served.client();
  for (int i = 0; i < 3; ++i) {
    client.send(get("/hello"));
    const auto answer = client.answer();
    REQUIRE(answer);
    CHECK(answer->status == 200);
    CHECK(answer->body == R"({"message":"hello","id":42,"items":[1,2,3]})");
    CHECK(answer->header("content-type") == "application/json");
    CHECK(answer->header("connection").empty());
  }
}

TEST_CASE("requests sent all at once are answered in their order") {
  const Served served;
  auto client = served.client();
  std::string requests;
  for (int i = 0; i < 500; ++i)
    requests += get("/parts/" + std::to_string(i));
  client.send(requests);
  for (int i = 0; i < 500; ++i) {
    const auto answer = client.answer();
    REQUIRE(answer);
    CHECK(answer->body == std::to_string(i));
  }
}

TEST_CASE("a request that comes byte by byte is understood") {
  const Served served;
  auto client = served.client();
  const auto request = post("Content-Length: 5\r\n", "hello");
  for (const char c : request)
    client.send(std::string_view(&c, 1));
  const auto answer = client.answer();
  REQUIRE(answer);
  CHECK(answer->body == "hello");
}

TEST_CASE("what a request may look like besides the usual is understood") {
  struct Case {
    std::string_view why;
    std::string request;
    std::string body;
  };
  // clang-format off
  const auto cases = std::to_array<Case>({
      {"an empty line first",         "\r\n" + get("/parts/a"), "a"},
      {"an absolute address",         get("http://example.org/parts/a"), "a"},
      {"no space behind the colon",   "GET /parts/a HTTP/1.1\r\nHost:x\r\n\r\n", "a"},
      {"space behind the value",      "GET /parts/a HTTP/1.1\r\nHost: x  \t\r\n\r\n", "a"},
      {"an empty value",              "GET /parts/a HTTP/1.1\r\nHost: x\r\nA:\r\n\r\n", "a"},
      {"Latin-1 in a value",          "GET /parts/a HTTP/1.1\r\nHost: x\r\nA: caf\xe9\r\n\r\n", "a"},
      {"HTTP/1.0 without a host",     "GET /parts/a HTTP/1.0\r\n\r\n", "a"},
      {"an upgrade nobody offers",    "GET /parts/a HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n\r\n", "a"},
      {"a body of a known length",    post("Content-Length: 5\r\n", "hello"), "hello"},
      {"no body at all",              post("", ""), ""},
      {"a body of no bytes",          post("Content-Length: 0\r\n", ""), ""},
      {"a body with NUL",             post("Content-Length: 3\r\n", std::string("a\0b", 3)), std::string("a\0b", 3)},
      {"a body in chunks",            post("Transfer-Encoding: chunked\r\n", "5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n"), "hello world"},
      {"chunks with capital letters", post("Transfer-Encoding: Chunked\r\n", "A\r\n0123456789\r\n0\r\n\r\n"), "0123456789"},
      {"chunks with zeros in front",  post("Transfer-Encoding: chunked\r\n", "0005\r\nhello\r\n000\r\n\r\n"), "hello"},
      {"chunks with extensions",      post("Transfer-Encoding: chunked\r\n", "5;a=b;c=\"d\"\r\nhello\r\n0;e\r\n\r\n"), "hello"},
      {"chunks with trailers",        post("Transfer-Encoding: chunked\r\n", "5\r\nhello\r\n0\r\nDigest: x\r\nA: b\r\n\r\n"), "hello"},
      {"no chunk but the last",       post("Transfer-Encoding: chunked\r\n", "0\r\n\r\n"), ""},
      {"a body in GET",               "GET /echo?a=1 HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello", "helloa=1;"},
      {"a body that is not packed",   post("Content-Encoding: identity\r\nContent-Length: 5\r\n", "hello"), "hello"},
      {"JSON that says so",           "POST /json HTTP/1.1\r\nHost: x\r\nContent-Type: Application/JSON; charset=utf-8\r\nContent-Length: 2\r\n\r\n{}", "{}"},
      {"parameters",                  get("/echo?q=5%2F8%2F77+barton&q=x"), "q=5/8/77 barton;q=x;"},
      {"a segment with a slash",      get("/parts/a%2Fb"), "a/b"},
      {"a rest with slashes",         get("/rest/a/b%20c"), "a/b c"},
  });
  // clang-format on
  const Served served;
  for (const auto& c : cases) {
    CAPTURE(c.why);
    auto client = served.client();
    client.send(c.request);
    const auto answer = client.answer();
    REQUIRE(answer);
    CHECK(answer->status == 200);
    CHECK(answer->body == c.body);
    if (c.request.find("HTTP/1.0") != std::string::npos) continue;
    client.send(get("/hello"));  // nothing of the request was left over for the next one
    const auto next = client.answer();
    REQUIRE(next);
    CHECK(next->status == 200);
  }
}

TEST_CASE("a client that asks first whether its body is wanted is told") {
  const Served served;
  auto wanted = served.client();
  wanted.send(post("Expect: 100-continue\r\nContent-Length: 5\r\n", ""));
  CHECK(wanted.bytes(25) == "HTTP/1.1 100 Continue\r\n\r\n");
  wanted.send("hello");
  CHECK(wanted.answer().value().body == "hello");
  auto unwanted = served.client();
  unwanted.send(
      "POST /nothing HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
  CHECK(unwanted.bytes(12) == "HTTP/1.1 404");
}

TEST_CASE("HEAD is answered like GET, without the body") {
  const Served served;
  for (const std::string path : {"/hello", "/files/digits", "/count", "/broken", "/nothing"}) {
    CAPTURE(path);
    auto client = served.client();
    client.send(get(path));
    const auto whole = client.answer();
    client.send("HEAD " + path + " HTTP/1.1\r\nHost: x\r\n\r\n");
    const auto head = client.answer(true);
    client.send(get("/hello"));
    const auto next = client.answer();
    REQUIRE(whole);
    REQUIRE(head);
    REQUIRE(next);
    CHECK(head->status == whole->status);
    CHECK(head->header("content-length") == whole->header("content-length"));
    CHECK(head->header("content-type") == whole->header("content-type"));
    CHECK(head->header("etag") == whole->header("etag"));
    CHECK(next->body.starts_with("{\"message\""));
  }
}

TEST_CASE("OPTIONS tells the verbs of an address, and of the server") {
  const Served served;
  const auto echo = served.ask("OPTIONS /echo HTTP/1.1\r\nHost: x\r\n\r\n");
  REQUIRE(echo);
  CHECK(echo->status == 204);
  CHECK(echo->header("allow") == "GET, HEAD, POST, OPTIONS");
  CHECK(echo->header("content-length").empty());
  const auto all = served.ask("OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n");
  REQUIRE(all);
  CHECK(all->status == 204);
  CHECK(all->header("allow") == "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS");
  const auto wrong = served.ask("PUT /echo HTTP/1.1\r\nHost: x\r\n\r\n");
  REQUIRE(wrong);
  CHECK(wrong->status == 405);
  CHECK(wrong->header("allow") == "GET, HEAD, POST, OPTIONS");
}

TEST_CASE("a connection ends when the client says so") {
  const Served served;
  auto client = served.client();
  client.send(with_fields("Connection: close\r\n"));
  const auto answer = client.answer();
  REQUIRE(answer);
  CHECK(answer->header("connection") == "close");
  CHECK(client.is_closed());
}

TEST_CASE("a connection of HTTP/1.0 goes on only when the client says so") {
  const Served served;
  auto once = served.client();
  once.send("GET /hello HTTP/1.0\r\n\r\n");
  CHECK(once.answer().value().header("connection") == "close");
  CHECK(once.is_closed());
  auto often = served.client();
  for (int i = 0; i < 2; ++i) {
    often.send("GET /hello HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n");
    CHECK(often.answer().value().header("connection") == "keep-alive");
  }
}

TEST_CASE("every answer says what browsers must not do with it") {
  const Served served;
  for (const std::string path :
       {"/hello", "/nothing", "/broken", "/files/digits", "/app/", "/count"}) {
    CAPTURE(path);
    const auto answer = served.ask(get(path));
    REQUIRE(answer);
    CHECK(answer->header("x-content-type-options") == "nosniff");
    CHECK(answer->header("referrer-policy") == "no-referrer");
    CHECK(answer->header("cross-origin-opener-policy") == "same-origin");
    CHECK(answer->header("cross-origin-resource-policy") == "same-origin");
    CHECK_FALSE(answer->header("cache-control").empty());
    CHECK(answer->header("date").ends_with(" GMT"));
    CHECK(answer->headers.count("server") == 0);
  }
}

TEST_CASE("what asks who is calling is not kept by anybody") {
  const Served served;
  CHECK(served.ask(get("/secret")).value().header("cache-control") == "no-store");
  CHECK(served.ask(get("/hello")).value().header("cache-control") == "no-cache");
}

TEST_CASE("a handler cannot break the framing of its answer, but may know better otherwise") {
  const Served served;
  const auto answer = served.ask(get("/meddling"));
  REQUIRE(answer);
  CHECK(answer->body == "{}");
  CHECK(answer->headers.count("content-length") == 1);
  CHECK(answer->headers.count("transfer-encoding") == 0);
  CHECK(answer->headers.count("connection") == 0);
  CHECK(answer->headers.count("x-request-id") == 1);
  CHECK(answer->header("x-request-id") == "my-own-request-id");
  CHECK(answer->headers.count("referrer-policy") == 1);
  CHECK(answer->header("referrer-policy") == "origin");
}

TEST_CASE("a request is found again by its id, the client's own when it is harmless") {
  Served served;
  const auto own = served.ask(with_fields("X-Request-Id: my-request-0001\r\n"));
  CHECK(own.value().header("x-request-id") == "my-request-0001");
  const auto hostile = served.ask(with_fields("X-Request-Id: \"}{\"forged\":\"\r\n"));
  CHECK(hostile.value().header("x-request-id").find('"') == std::string::npos);
  served.drain(5s);
  CHECK(served.log().count("\"rid\":\"my-request-0001\"") == 1);
  CHECK(served.log().count("forged") == 0);
}

TEST_CASE("a request leaves one line in the log, with its route and not its address") {
  Served served;
  served.ask(
      "GET /parts/my-secret HTTP/1.1\r\nHost: x\r\nX-Request-Id: rid-of-test\r\n"
      "traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\r\n"
      "Connection: close\r\n\r\n");
  served.drain(5s);
  CHECK(served.log().count("my-secret") == 0);
  CHECK(served.log().count("\"rid\":\"rid-of-test\"") == 1);
  for (const std::string_view part :
       {"\"msg\":\"request\"", "\"method\":\"GET\"", "\"route\":\"/parts/{name}\"",
        "\"status\":200", "\"bytes\":9", "\"trace\":\"4bf92f3577b34da6a3ce929d0e0e4736\""}) {
    CAPTURE(part);
    CHECK(served.log().count(part) == 1);
  }
}

TEST_CASE("requests are counted by route, verb and status") {
  Served served;
  for (int i = 0; i < 3; ++i)
    served.ask(get("/hello"));
  served.ask(get("/nothing"));
  served.drain(5s);
  const auto text = served.metrics();
  CAPTURE(text);
  CHECK(has_series(text, {"tapedeck_http_requests_total{", "code=\"200\"", "method=\"GET\"",
                          "route=\"/hello\"", "} 3"}));
  CHECK(has_series(text, {"tapedeck_http_requests_total{", "code=\"404\"", "route=\"unmatched\""}));
  CHECK(has_series(text,
                   {"tapedeck_http_request_duration_seconds_count{", "route=\"/hello\"", "} 3"}));
  CHECK(text.find("tapedeck_http_requests_in_flight{service=\"test\"} 0") != std::string::npos);
  CHECK(text.find("tapedeck_http_connections{service=\"test\"} 0") != std::string::npos);
}

TEST_CASE("a bug in a handler costs that request a 500 and nothing else") {
  Served served;
  auto client = served.client();
  client.send(get("/broken"));
  const auto answer = client.answer();
  REQUIRE(answer);
  CHECK(answer->status == 500);
  CHECK(answer->body.find("a bug\"") == std::string::npos);
  client.send(get("/hello"));
  CHECK(client.answer().value().status == 200);
  served.drain(5s);
  CHECK(served.log().count("\"level\":\"error\"") == 1);
  CHECK(served.log().count("\"detail\":\"a bug\"") == 1);
}

TEST_CASE("an error of a handler becomes a problem document, its detail a line in the log") {
  Served served;
  const auto answer = served.ask(get("/refused"));
  REQUIRE(answer);
  CHECK(answer->status == 503);
  CHECK(answer->header("content-type") == "application/problem+json");
  CHECK(answer->header("retry-after") == "2");
  CHECK(answer->header("cache-control") == "no-store");
  CHECK(answer->body.find("it said 503") == std::string::npos);
  served.drain(5s);
  CHECK(served.log().count("it said 503") == 1);
}

TEST_CASE("the time a client takes to send a body is not the handler's") {
  http::ServerLimits limits;
  limits.handler_time = 1s;
  const Served served(limits);
  auto client = served.client();
  client.send("POST /slow HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\n12");
  auto other = served.client();
  for (int i = 0; i < 3; ++i) {  // 900 ms
    other.send(get("/slow"));
    CHECK(other.answer());
  }
  client.send("34");
  CHECK(client.answer().value().status == 200);
}

TEST_CASE("a handler that misses its deadline is ended and answered for") {
  http::ServerLimits limits;
  limits.handler_time = 100ms;
  const Served served(limits);
  auto client = served.client();
  client.send(get("/stuck"));
  const auto answer = client.answer();
  REQUIRE(answer);
  CHECK(answer->status == 504);
  client.send(get("/hello"));
  CHECK(client.answer().value().status == 200);
}
