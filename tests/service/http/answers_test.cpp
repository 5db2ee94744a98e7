#include "service/http/served.hpp"

#include <doctest/doctest.h>

using namespace tapedeck;
using namespace tapedeck::test;

TEST_CASE("a server answers the requests of one connection one after the other") {
  const Served served;
  auto client = served.client();
  for (int i = 0; i < 3; ++i) {
    client.send("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n");
    const auto answer = client.answer();
    REQUIRE(answer);
    CHECK(answer->status == 200);
    CHECK(answer->body == R"({"message":"hello","id":42,"items":[1,2,3]})");
    CHECK(answer->header("content-type") == "application/json");
  }
}

TEST_CASE("requests sent all at once are answered in their order") {
  const Served served;
  auto client = served.client();
  std::string requests;
  for (int i = 0; i < 50; ++i)
    requests += "GET /parts/" + std::to_string(i) + " HTTP/1.1\r\nHost: x\r\n\r\n";
  client.send(requests);
  for (int i = 0; i < 50; ++i) {
    const auto answer = client.answer();
    REQUIRE(answer);
    CHECK(answer->body == std::to_string(i));
  }
}
