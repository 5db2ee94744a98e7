#include "service/http_client/gateway.hpp"
#include "support/raw_client.hpp"

#include <doctest/doctest.h>

#include <array>
#include <future>
#include <string>

namespace tapedeck::http {

namespace {

using namespace std::chrono_literals;
using test::Gateway;
using test::LoopbackPeer;
using test::LoopbackServer;
using test::RawClient;

/// Plays a service that answers every request with the same bytes.
LoopbackServer::Script answers(std::string bytes) {
  return [bytes = std::move(bytes)](LoopbackPeer& peer) {
    while (!peer.read_head().empty())
      peer.send(bytes);
  };
}

std::string get(std::string_view target, std::string_view fields = "") {
  return "GET " + std::string(target) + " HTTP/1.1\r\nHost: tapes.example\r\n" +
         std::string(fields) + "\r\n";
}

bool has_line(const std::string& head, const std::string& line) {
  return head.contains("\r\n" + line + "\r\n");
}

}  // namespace

TEST_CASE("an answer of another service is given as our own") {
  LoopbackServer service(
      {answers("HTTP/1.1 404 Not Found\r\nContent-Type: text/plain\r\nContent-Length: 4\r\n"
               "Connection: keep-alive, X-Hop\r\nX-Hop: 1\r\nKeep-Alive: timeout=9\r\n"
               "ETag: \"7\"\r\nX-Cache: stale\r\n\r\nnone")});
  Gateway gateway(service);
  RawClient client(gateway.port());

  client.send(get("/concerts/7"));
  const auto answer = client.answer();

  REQUIRE(answer);
  CHECK(answer->status == 404);
  CHECK(answer->body == "none");
  CHECK(answer->header("content-type") == "text/plain");
  CHECK(answer->header("etag") == "\"7\"");
  CHECK(answer->header("x-cache") == "stale");
  CHECK(answer->headers.count("content-length") == 1);
  CHECK(answer->headers.count("x-hop") == 0);
  CHECK(answer->headers.count("keep-alive") == 0);
}

TEST_CASE("a request is passed on with what the next service must know, and no more") {
  std::promise<std::string> asked;
  LoopbackServer service({[&](LoopbackPeer& peer) {
    auto head = peer.read_head();
    head += peer.read(4);
    asked.set_value(std::move(head));
    peer.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
  }});
  Gateway gateway(service);
  RawClient client(gateway.port());

  client.send(
      "POST /downloads?dry_run=1&q=%20x HTTP/1.1\r\nHost: tapes.example\r\nContent-Length: 4\r\n"
      "Authorization: Bearer t\r\nConnection: keep-alive, X-Hop\r\nX-Hop: 1\r\nTE: trailers\r\n"
      "X-Request-Id: abcdefgh-1\r\nX-Forwarded-For: 198.51.100.7\r\n"
      "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\r\n"
      "Content-Type: text/plain\r\n\r\nbody");
  REQUIRE(client.answer());

  const auto head = asked.get_future().get();
  CHECK(head.starts_with("POST /downloads?dry_run=1&q=%20x HTTP/1.1\r\n"));
  CHECK(head.ends_with("\r\n\r\nbody"));
  CHECK(has_line(head, "Host: 127.0.0.1:" + std::to_string(service.port())));
  CHECK(has_line(head, "Content-Length: 4"));
  CHECK(has_line(head, "Content-Type: text/plain"));
  CHECK(has_line(head, "Authorization: Bearer t"));
  CHECK(has_line(head, "X-Request-Id: abcdefgh-1"));
  CHECK(has_line(head, "X-Forwarded-For: 198.51.100.7, 127.0.0.1"));
  CHECK(head.contains("\r\ntraceparent: 00-0af7651916cd43dd8448eb211c80319c-"));
  CHECK_FALSE(head.contains("b7ad6b7169203331"));
  CHECK_FALSE(head.contains("X-Hop"));
  CHECK_FALSE(head.contains("TE:"));
  CHECK_FALSE(head.contains("Connection:"));
}

TEST_CASE("a chunked request goes on with its length") {
  std::promise<std::string> asked;
  LoopbackServer service({[&](LoopbackPeer& peer) {
    auto head = peer.read_head();
    head += peer.read(5);
    asked.set_value(std::move(head));
    peer.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
  }});
  Gateway gateway(service);
  RawClient client(gateway.port());
  client.send(
      "PUT /x HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\nExpect: 100-continue\r\n"
      "\r\n2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n");
  REQUIRE(client.answer());
  const auto head = asked.get_future().get();
  CHECK(has_line(head, "Content-Length: 5"));
  CHECK_FALSE(head.contains("chunked"));
  CHECK_FALSE(head.contains("Expect"));
  CHECK(head.ends_with("hello"));
}

TEST_CASE("answers keep their length, whichever way it was said") {
  struct Case {
    const char* why;
    std::string answer;
    std::size_t bytes;
    bool chunked;
  };
  const std::string ok = "HTTP/1.1 200 OK\r\n";
  const std::string medium(300'000, 'x');
  const std::string large(3'000'000, 'x');
  const auto cases = std::to_array<Case>({
      {"nothing", ok + "Content-Length: 0\r\n\r\n", 0, false},
      {"small", ok + "Content-Length: 5\r\n\r\nhello", 5, false},
      {"medium", ok + "Content-Length: 300000\r\n\r\n" + medium, 300'000, false},
      {"large", ok + "Content-Length: 3000000\r\n\r\n" + large, 3'000'000, false},
      {"a part",
       "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 0-4/9\r\n"
       "Content-Length: 5\r\n\r\nhello",
       5, false},
      {"chunked", ok + "Transfer-Encoding: chunked\r\n\r\n493E0\r\n" + medium + "\r\n0\r\n\r\n",
       300'000, true},
  });
  for (const auto& c : cases) {
    CAPTURE(c.why);
    LoopbackServer service({answers(c.answer)});
    Gateway gateway(service);
    RawClient client(gateway.port());
    for (int request = 0; request < 2; ++request) {
      client.send(get("/x"));
      const auto answer = client.answer();
      REQUIRE(answer);
      CHECK(answer->body.size() == c.bytes);
      CHECK(answer->headers.count("transfer-encoding") == (c.chunked ? 1 : 0));
    }
    CHECK(service.connections() == 1);
  }
}

TEST_CASE("HEAD keeps the length of what it does not send") {
  LoopbackServer service({answers("HTTP/1.1 200 OK\r\nContent-Length: 123456789\r\n\r\n")});
  Gateway gateway(service);
  RawClient client(gateway.port());
  for (int request = 0; request < 2; ++request) {
    client.send("HEAD /x HTTP/1.1\r\nHost: t\r\n\r\n");
    const auto answer = client.answer(true);
    REQUIRE(answer);
    CHECK(answer->header("content-length") == "123456789");
  }
  CHECK(service.connections() == 1);
}

TEST_CASE("ranges and validators are the other service's matter") {
  std::promise<std::string> asked;
  LoopbackServer service({[&](LoopbackPeer& peer) {
    asked.set_value(peer.read_head());
    peer.send(
        "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 2-3/10\r\nContent-Length: 2\r\n"
        "ETag: \"a\"\r\n\r\nxy");
    peer.read_head();
    peer.send("HTTP/1.1 304 Not Modified\r\nETag: \"a\"\r\n\r\n");
    peer.wait_until_closed();
  }});
  Gateway gateway(service);
  RawClient client(gateway.port());

  client.send(get("/tracks/1/stream", "Range: bytes=2-3\r\nIf-Range: \"a\"\r\n"));
  auto answer = client.answer();
  REQUIRE(answer);
  CHECK(answer->status == 206);
  CHECK(answer->header("content-range") == "bytes 2-3/10");
  CHECK(answer->body == "xy");
  const auto head = asked.get_future().get();
  CHECK(has_line(head, "Range: bytes=2-3"));
  CHECK(has_line(head, "If-Range: \"a\""));

  client.send(get("/tracks/1/stream", "If-None-Match: \"a\"\r\n"));
  answer = client.answer();
  REQUIRE(answer);
  CHECK(answer->status == 304);
  CHECK(answer->header("etag") == "\"a\"");
}

TEST_CASE("what is wrong with the other service is said in a problem document") {
  struct Case {
    const char* why;
    LoopbackServer::Script script;
    int status;
  };
  const auto cases = std::to_array<Case>({
      {"not HTTP", answers("hello\r\n\r\n"), 502},
      {"closed", [](LoopbackPeer& peer) { peer.read_head(); }, 503},
      {"silent", [](LoopbackPeer& peer) { peer.wait_until_closed(); }, 504},
      {"unasked for", answers("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n"), 502},
  });
  for (const auto& c : cases) {
    CAPTURE(c.why);
    LoopbackServer service({c.script});
    Gateway gateway(service, {}, {.handler_time = 100ms});
    RawClient client(gateway.port());
    client.send(get("/x"));
    const auto answer = client.answer();
    REQUIRE(answer);
    CHECK(answer->status == c.status);
    CHECK(answer->header("content-type") == "application/problem+json");
    CHECK_FALSE(answer->body.contains("127.0.0.1"));
  }
}

TEST_CASE("an answer that breaks off half way is broken off for the client too") {
  for (const bool chunked : {false, true}) {
    CAPTURE(chunked);
    LoopbackServer service({[&](LoopbackPeer& peer) {
      peer.read_head();
      peer.send(chunked ? "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n186A0\r\n"
                        : "HTTP/1.1 200 OK\r\nContent-Length: 2000000\r\n\r\n");
      peer.send(std::string(70'000, 'x'));
    }});
    Gateway gateway(service);
    RawClient client(gateway.port());
    client.send(get("/x"));
    CHECK_FALSE(client.rest().ends_with("0\r\n\r\n"));
    CHECK(client.was_reset());
  }
}

TEST_CASE("an answer in pieces is passed on piece by piece") {
  std::promise<void> first_seen;
  LoopbackServer service({[&](LoopbackPeer& peer) {
    peer.read_head();
    peer.send(
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
        "Transfer-Encoding: chunked\r\n\r\n6\r\nfirst\n\r\n");
    first_seen.get_future().wait();
    peer.send("7\r\nsecond\n\r\n0\r\n\r\n");
  }});
  Gateway gateway(service);
  RawClient client(gateway.port());
  client.send(get("/events"));
  const auto read_to = [&](std::string_view end) {
    std::string read;
    while (!read.ends_with(end))
      read += client.bytes(1);
    return read;
  };
  CHECK(read_to("first\n").contains("text/event-stream"));
  first_seen.set_value();
  CHECK(read_to("0\r\n\r\n").contains("second\n"));
}

TEST_CASE("a slow client keeps no connection to the other service for an answer of usual size") {
  LoopbackServer service({answers("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n" +
                                  std::string(1'000'000, 'x'))});
  Gateway gateway(service, {.connections = 1}, {.handler_time = 3s});
  RawClient slow(gateway.port(), 4096);
  slow.send(get("/x"));
  slow.bytes(100);
  RawClient other(gateway.port());
  other.send(get("/x"));
  const auto answer = other.answer();
  REQUIRE(answer);
  CHECK(answer->status == 200);
  CHECK(answer->body.size() == 1'000'000);
  CHECK(service.connections() == 1);
}

TEST_CASE("a slow client slows the other service down and costs no memory here") {
  constexpr std::size_t bytes = 64 * 1024 * 1024;
  std::atomic<std::size_t> sent = 0;
  LoopbackServer service({[&](LoopbackPeer& peer) {
    peer.read_head();
    peer.send("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(bytes) + "\r\n\r\n");
    const std::string piece(64 * 1024, 'x');
    while (sent < bytes && peer.send(piece))
      sent += piece.size();
  }});
  Gateway gateway(service, {}, {.write_stall = 100ms});
  RawClient client(gateway.port(), 4096);
  client.send(get("/x"));
  client.bytes(1000);  // and no more: the gateway gives up after its stall limit
  CHECK(service.finish() == "");
  // What the sockets' own buffers hold, on both sides of the gateway, is all that went.
  CHECK(sent < 32 * 1024 * 1024);
}

TEST_CASE("a service that falls silent in the middle of an answer is given up") {
  LoopbackServer service({[](LoopbackPeer& peer) {
    peer.read_head();
    peer.send("HTTP/1.1 200 OK\r\nContent-Length: 2000000\r\n\r\nhello");
    peer.wait_until_closed();
  }});
  Gateway gateway(service, {.silence = 50ms});
  RawClient client(gateway.port());
  client.send(get("/x"));
  CHECK_FALSE(client.answer());
  CHECK(service.finish() == "");
}

TEST_CASE("an answer under way is finished when the gateway stops") {
  std::promise<void> begun;
  std::promise<void> stopping;
  LoopbackServer service({[&](LoopbackPeer& peer) {
    peer.read_head();
    peer.send("HTTP/1.1 200 OK\r\nContent-Length: 2000000\r\n\r\n" + std::string(100'000, 'x'));
    begun.set_value();
    stopping.get_future().wait();
    peer.send(std::string(1'900'000, 'x'));
  }});
  Gateway gateway(service);
  RawClient client(gateway.port());
  client.send(get("/x"));
  begun.get_future().wait();
  auto stopped = std::async(std::launch::async, [&] { gateway.stop(); });
  stopping.set_value();
  const auto answer = client.answer();
  REQUIRE(answer);
  CHECK(answer->body.size() == 2'000'000);
  stopped.get();
}

}  // namespace tapedeck::http
