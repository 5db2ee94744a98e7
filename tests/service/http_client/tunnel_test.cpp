#include "service/http_client/gateway.hpp"
#include "support/raw_client.hpp"

#include <doctest/doctest.h>

#include <array>
#include <atomic>
#include <future>
#include <string>
#include <thread>

namespace tapedeck::http {

namespace {

using namespace std::chrono_literals;
using test::LoopbackPeer;
using test::LoopbackServer;
using test::RawClient;

const std::string ask_for_websocket =
    "GET /ws/downloads/7 HTTP/1.1\r\nHost: tapes.example\r\nConnection: keep-alive, Upgrade\r\n"
    "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

const std::string agreed =
    "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";

std::string head_of(RawClient& client) {
  std::string head;
  while (!head.ends_with("\r\n\r\n")) {
    const auto byte = client.bytes(1);
    REQUIRE(byte.size() == 1);
    head += byte;
  }
  return head;
}

/// Agrees to speak WebSocket, then plays `rest`.
LoopbackServer::Script agrees(LoopbackServer::Script rest) {
  return [rest = std::move(rest)](LoopbackPeer& peer) {
    peer.read_head();
    peer.send(agreed);
    rest(peer);
  };
}

}  // namespace

TEST_CASE("a WebSocket is passed through as bytes in both directions") {
  std::promise<std::string> asked;
  LoopbackServer service({[&](LoopbackPeer& peer) {
    asked.set_value(peer.read_head());
    peer.send(agreed + "early");
    CHECK(peer.read(5) == "hello");
    peer.send("world");
    peer.wait_until_closed();
  }});
  test::Gateway gateway(service);
  RawClient client(gateway.port());

  client.send(ask_for_websocket + "hel");
  const auto head = head_of(client);
  client.send("lo");

  CHECK(head.starts_with("HTTP/1.1 101 Switching Protocols\r\n"));
  CHECK(head.contains("\r\nConnection: Upgrade\r\n"));
  CHECK(head.contains("\r\nUpgrade: websocket\r\n"));
  CHECK(head.contains("\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"));
  CHECK(head.contains("\r\nX-Request-Id: "));
  CHECK(client.bytes(10) == "earlyworld");
  const auto passed_on = asked.get_future().get();
  CHECK(passed_on.contains("\r\nConnection: Upgrade\r\n"));
  CHECK(passed_on.contains("\r\nUpgrade: websocket\r\n"));
  CHECK(passed_on.contains("\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"));
}

TEST_CASE("a service that will not speak WebSocket gives a plain answer") {
  LoopbackServer service({[](LoopbackPeer& peer) {
    peer.read_head();
    peer.send("HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno");
    peer.wait_until_closed();
  }});
  test::Gateway gateway(service);
  RawClient client(gateway.port());
  client.send(ask_for_websocket);
  const auto answer = client.answer();
  REQUIRE(answer);
  CHECK(answer->status == 403);
  CHECK(answer->body == "no");
}

TEST_CASE("a side that has ended its stream may still listen") {
  std::promise<std::string> all;
  LoopbackServer service({agrees([&](LoopbackPeer& peer) {
    all.set_value(peer.read(1'000'000));  // to the end of the client's stream
    peer.send("last words");
  })});
  test::Gateway gateway(service);
  RawClient client(gateway.port());
  client.send(ask_for_websocket);
  head_of(client);
  client.send("first words");
  client.finish_sending();
  CHECK(client.rest() == "last words");
  CHECK(all.get_future().get() == "first words");
}

TEST_CASE("a side that is gone takes the other with it") {
  LoopbackServer service({agrees([](LoopbackPeer& peer) { peer.wait_until_closed(); })});
  test::Gateway gateway(service);
  {
    RawClient client(gateway.port());
    client.send(ask_for_websocket);
    head_of(client);
    client.reset();
  }
  CHECK(service.finish() == "");  // it has seen the end
}

TEST_CASE("a tunnel that carries nothing is closed") {
  LoopbackServer service({agrees([](LoopbackPeer& peer) { peer.wait_until_closed(); })});
  test::Gateway gateway(service, {.silence = 50ms});
  RawClient client(gateway.port());
  client.send(ask_for_websocket);
  head_of(client);
  CHECK(client.is_closed());
  CHECK(service.finish() == "");
}

TEST_CASE("a tunnel carries megabytes both ways at once") {
  constexpr std::size_t megabytes = 8;
  const std::string piece(1024 * 1024, 'x');
  LoopbackServer service({agrees([&](LoopbackPeer& peer) {
    std::thread sender([&] {
      for (std::size_t i = 0; i < megabytes; ++i)
        peer.send(piece);
    });
    const auto read = peer.read(megabytes * piece.size());
    sender.join();
    CHECK(read.size() == megabytes * piece.size());
  })});
  test::Gateway gateway(service);
  RawClient client(gateway.port());
  client.send(ask_for_websocket);
  head_of(client);
  std::thread sender([&] {
    for (std::size_t i = 0; i < megabytes; ++i)
      client.send(piece);
  });
  CHECK(client.bytes(megabytes * piece.size()).size() == megabytes * piece.size());
  sender.join();
}

TEST_CASE("a client that does not read holds its tunnel up and no more") {
  constexpr std::size_t bytes = 64 * 1024 * 1024;
  std::atomic<std::size_t> sent = 0;
  LoopbackServer service({agrees([&](LoopbackPeer& peer) {
    const std::string piece(64 * 1024, 'x');
    while (sent < bytes && peer.send(piece))
      sent += piece.size();
  })});
  test::Gateway gateway(service, {}, {.write_stall = 100ms});
  RawClient client(gateway.port(), 4096);
  client.send(ask_for_websocket);
  head_of(client);
  CHECK(service.finish() == "");
  CHECK(sent < 32 * 1024 * 1024);
}

TEST_CASE("a tunnel ends when the gateway stops") {
  LoopbackServer service({agrees([](LoopbackPeer& peer) { peer.wait_until_closed(); })});
  test::Gateway gateway(service);
  RawClient client(gateway.port());
  client.send(ask_for_websocket);
  head_of(client);
  gateway.stop();
  CHECK(client.is_closed());
  CHECK(service.finish() == "");
}

}  // namespace tapedeck::http
