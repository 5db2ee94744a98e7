#include "service/http/bad_requests.hpp"
#include "service/http/served.hpp"

#include <doctest/doctest.h>

#include <string>
#include <thread>

using namespace tapedeck;
using namespace tapedeck::test;
using namespace std::chrono_literals;

namespace {

std::string counted() {
  std::string text;
  for (int i = 0; i < 100; ++i)
    text += std::to_string(i) + ",";
  return text;
}

}  // namespace

TEST_CASE("an answer whose length nobody knows yet is sent in chunks") {
  const Served served;
  auto client = served.client();
  client.send(get("/count"));
  const auto answer = client.answer();
  REQUIRE(answer);
  CHECK(answer->header("transfer-encoding") == "chunked");
  CHECK(answer->headers.count("content-length") == 0);
  CHECK(answer->body == counted());
  client.send(get("/hello"));
  CHECK(client.answer().value().status == 200);
}

TEST_CASE("to a client that knows no chunks it is sent until the connection ends") {
  const Served served;
  auto client = served.client();
  client.send("GET /count HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  const auto answer = client.answer();
  REQUIRE(answer);
  CHECK(answer->headers.count("transfer-encoding") == 0);
  CHECK(answer->header("connection") == "close");
  CHECK(answer->body == counted());
}

TEST_CASE("an answer that breaks off is seen to be broken") {
  Served served;
  for (const std::string path : {"/count/break", "/throwing", "/count/too-little"}) {
    CAPTURE(path);
    auto client = served.client();
    client.send(get(path));
    const auto all = client.rest();
    CHECK(all.starts_with("HTTP/1.1 200"));
    CHECK_FALSE(all.ends_with("0\r\n\r\n"));
    CHECK(client.was_reset());
  }
  CHECK(served.ask(get("/hello")).value().status == 200);
  served.drain(5s);
  CHECK(served.log().count("\"msg\":\"request broken off\"") == 3);
  CHECK(served.log().count("a bug in a stream") == 1);
}

TEST_CASE("a large answer reaches a client that reads little by little") {
  const Served served;
  auto client = served.client(4096);
  client.send(get("/big"));
  const auto answer = client.answer();
  REQUIRE(answer);
  CHECK(answer->body == std::string(8 * 1024 * 1024, 'x'));
}

TEST_CASE("a client that takes nothing is given up") {
  http::ServerLimits limits;
  limits.write_stall = 150ms;
  for (const std::string path : {"/big", "/files/huge", "/endless"}) {
    CAPTURE(path);
    Served served(limits);
    auto client = served.client(4096);
    client.send(get(path));
    CHECK(client.bytes(15) == "HTTP/1.1 200 OK");
    if (path == "/endless") client.reset();  // events are too few to fill what a kernel takes
    while (served.connections() > 0)
      std::this_thread::yield();
    served.drain(5s);
    CHECK(served.log().count("request broken off") == 1);
  }
}

TEST_CASE("a connection that goes over to another protocol speaks it to its end") {
  const Served served;
  auto client = served.client();
  client.send("GET /backwards HTTP/1.1\r\nHost: x\r\nUpgrade: backwards\r\n\r\nearly\n");
  CHECK(client.answer().value().status == 101);
  CHECK(client.bytes(6) == "ylrae\n");
  client.send("barton hall\n");
  CHECK(client.bytes(12) == "llah notrab\n");
  client.finish_sending();
  CHECK(client.is_closed());
}

TEST_CASE("a request that does not ask for the other protocol is told how") {
  const Served served;
  auto client = served.client();
  client.send(get("/backwards"));
  const auto answer = client.answer();
  REQUIRE(answer);
  CHECK(answer->status == 426);
  client.send(get("/hello"));
  CHECK(client.answer().value().status == 200);
}
