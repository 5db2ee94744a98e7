#include "service/http/bad_requests.hpp"
#include "service/http/served.hpp"

#include <doctest/doctest.h>
#include <unistd.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

using namespace tapedeck;
using namespace tapedeck::test;
using namespace std::chrono_literals;

namespace {

/// Asks again and again on kept-alive connections until the port is closed, as a busy client does.
struct Load {
  std::atomic<int> answered{0};
  std::atomic<int> cut{0};  ///< Answers of which only a part came.

  void run(std::uint16_t port, const std::string& path) {
    try {
      while (true) {
        RawClient client(port);
        while (client.send(get(path))) {
          const auto answer = client.answer();
          if (!answer) {
            if (client.was_reset()) ++cut;
            break;
          }
          ++answered;
          if (answer->header("connection") == "close") break;
        }
      }
    } catch (const std::runtime_error&) {
      return;  // nobody listens any more: that is the end
    }
  }
};

}  // namespace

TEST_CASE("a server that stops answers what it was asked before, and then closes") {
  Served served;
  auto busy = served.client();
  auto idle = served.client();
  idle.send(get("/hello"));
  CHECK(idle.answer());
  busy.send(get("/slow"));
  while (served.metrics().find("requests_in_flight{service=\"test\"} 1") == std::string::npos)
    std::this_thread::yield();
  std::thread stopping([&] { served.drain(5s); });
  CHECK(idle.is_closed());
  const auto answer = busy.answer();
  REQUIRE(answer);
  CHECK(answer->status == 200);
  CHECK(answer->header("connection") == "close");
  CHECK(busy.is_closed());
  stopping.join();
  CHECK_THROWS_AS(static_cast<void>(served.client()), std::runtime_error);
}

TEST_CASE("no request is lost when a server stops under load") {
  Served served;
  Load load;
  std::vector<std::thread> clients;
  for (const std::string path : {"/hello", "/hello", "/files/large", "/count", "/slow", "/big"})
    clients.emplace_back([&load, &served, path] { load.run(served.port(), path); });
  while (load.answered < 200)
    std::this_thread::yield();
  served.drain(10s);
  for (auto& client : clients)
    client.join();
  CHECK(load.cut == 0);
  CHECK(served.log().count("request broken off") == 0);
  MESSAGE("answered before the end: " << load.answered.load());
}

TEST_CASE("what does not end by itself is ended when the time to stop is over") {
  Served served;
  auto stuck = served.client();
  stuck.send(get("/stuck"));
  auto reading = served.client();
  reading.send("GET /hel");
  auto slow = served.client(4096);
  slow.send(get("/big"));
  while (served.metrics().find("requests_in_flight{service=\"test\"} 3") == std::string::npos)
    std::this_thread::yield();
  served.drain(100ms);
  CHECK(stuck.rest().empty());
  CHECK(reading.rest().empty());
  CHECK(served.log().count("request broken off") == 3);
}

TEST_CASE("a connection whose handler has asked many at once is still ended with the others") {
  Served served;
  auto client = served.client();
  client.send(get("/gathered"));
  CHECK(client.answer().value().status == 200);
  client.send(get("/stuck"));
  while (served.metrics().find("requests_in_flight{service=\"test\"} 1") == std::string::npos)
    std::this_thread::yield();
  served.drain(100ms);
  CHECK(client.rest().empty());
}

TEST_CASE("a stream that begins when the server stops already is told, and says goodbye") {
  Served served;
  auto client = served.client();
  client.send(get("/late"));
  while (served.metrics().find("requests_in_flight{service=\"test\"} 1") == std::string::npos)
    std::this_thread::yield();
  std::thread stopping([&] { served.drain(5s); });
  const auto all = client.rest();
  stopping.join();
  CHECK(all.find("goodbye\n") != std::string::npos);
  CHECK(all.ends_with("0\r\n\r\n"));
}

TEST_CASE("a stream without an end is told, and says goodbye") {
  Served served;
  auto client = served.client();
  client.send(get("/endless"));
  CHECK(client.bytes(15) == "HTTP/1.1 200 OK");
  std::thread stopping([&] { served.drain(5s); });
  const auto all = client.rest();
  stopping.join();
  CHECK(all.find("goodbye\n") != std::string::npos);
  CHECK(all.ends_with("0\r\n\r\n"));
}

TEST_CASE("another protocol is told that the server stops, and says goodbye") {
  Served served;
  auto client = served.client();
  client.send("GET /backwards HTTP/1.1\r\nHost: x\r\nUpgrade: backwards\r\n\r\n");
  CHECK(client.answer().value().status == 101);
  std::thread stopping([&] { served.drain(5s); });
  CHECK(client.rest() == "eybdoog\n");
  stopping.join();
}

TEST_CASE("above the limit of connections new ones are closed, and old ones go on") {
  http::ServerLimits limits;
  limits.connections = 2;
  const Served served(limits);
  auto first = served.client();
  auto second = served.client();
  first.send(get("/hello"));
  CHECK(first.answer());
  second.send(get("/hello"));
  CHECK(second.answer());
  auto third = served.client();
  CHECK(third.is_closed());
  first.send(get("/hello"));
  CHECK(first.answer());
}

TEST_CASE("the last descriptors of the process are given to no client") {
  // The lowest that is free; what the server itself opens comes before the clients.
  const int next = ::dup(0);
  ::close(next);
  http::ServerLimits limits;
  limits.last_descriptor = next + 24;
  const Served served(limits);
  std::vector<RawClient> clients;
  int answered = 0;
  for (int i = 0; i < 24; ++i) {
    clients.push_back(served.client());
    clients.back().send(get("/hello"));
    if (clients.back().answer()) ++answered;
  }
  CHECK(answered > 0);
  CHECK(answered < 24);
  const int free = ::dup(0);
  ::close(free);
  CHECK(free > limits.last_descriptor);
  clients.front().send(get("/hello"));
  CHECK(clients.front().answer());
}

TEST_CASE("a port that is taken is refused in a sentence that says what to do") {
  const Served served;
  async::LoopThread loop("second");
  SystemClock clock;
  telemetry::Metrics metrics("second");
  http::Server second(loop.executor(), clock, {}, http::Router(), telemetry::Log("second"),
                      metrics);
  http::Endpoint endpoint;
  endpoint.port = served.port();
  const auto taken = second.listen(endpoint);
  REQUIRE_FALSE(taken);
  CHECK(taken.error().message ==
        "Port " + std::to_string(served.port()) +
            " is taken by another program; stop it, or choose another port.");
  endpoint.address = "not an address";
  const auto wrong = second.listen(endpoint);
  REQUIRE_FALSE(wrong);
  CHECK(wrong.error().code == Errc::invalid);
}
