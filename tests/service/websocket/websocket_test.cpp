#include "service/websocket/hall.hpp"
#include "support/websocket_client.hpp"

#include <doctest/doctest.h>

#include <array>
#include <atomic>
#include <string>

namespace tapedeck::http {

namespace {

using namespace std::chrono_literals;
using test::client_frame;
using test::Hall;
using test::RawClient;
using test::WebSocketClient;
namespace bits = test::frame_bits;

std::shared_ptr<const std::string> message(std::string text) {
  return std::make_shared<const std::string>(std::move(text));
}

constexpr std::string_view key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
constexpr std::string_view version = "Sec-WebSocket-Version: 13\r\n";
constexpr std::string_view upgrade = "Connection: Upgrade\r\nUpgrade: websocket\r\n";

std::string opening(std::string_view line, std::initializer_list<std::string_view> fields) {
  std::string request(line);
  request += "\r\nHost: tapes.example\r\n";
  for (const auto field : fields)
    request += field;
  return request + "\r\n";
}

}  // namespace

TEST_CASE("a proper handshake is agreed to") {
  Hall hall;
  const WebSocketClient client(hall.port());
  CHECK(client.head().starts_with("HTTP/1.1 101 Switching Protocols\r\n"));
  // The example of RFC 6455 §1.3.
  CHECK(client.head().contains("\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"));
  CHECK(client.head().contains("\r\nX-Request-Id: "));
  CHECK_FALSE(client.head().contains("Beast"));
  CHECK_FALSE(client.head().contains("Sec-WebSocket-Extensions"));
}

TEST_CASE("a handshake that is not right is refused with what would be") {
  struct Case {
    const char* why;
    std::string request;
    int status;
  };
  const std::string get = "GET /ws HTTP/1.1";
  const std::string bad_key = "Sec-WebSocket-Key: ";
  // clang-format off
  const auto cases = std::to_array<Case>({
      {"no upgrade at all",      opening(get, {}),                                               426},
      {"no Upgrade",             opening(get, {"Connection: Upgrade\r\n", key, version}),        426},
      {"no Connection",          opening(get, {"Upgrade: websocket\r\n", key, version}),         426},
      {"another protocol",       opening(get, {"Connection: Upgrade\r\nUpgrade: h2c\r\n", key, version}), 426},
      {"HTTP/1.0",               opening("GET /ws HTTP/1.0", {upgrade, key, version}),           426},
      {"HEAD",                   opening("HEAD /ws HTTP/1.1", {upgrade, key, version}),          426},
      {"POST",                   opening("POST /ws HTTP/1.1", {upgrade, key, version, "Content-Length: 0\r\n"}), 405},
      {"no version",             opening(get, {upgrade, key}),                                   426},
      {"version 8",              opening(get, {upgrade, key, "Sec-WebSocket-Version: 8\r\n"}),   426},
      {"version 14",             opening(get, {upgrade, key, "Sec-WebSocket-Version: 14\r\n"}),  426},
      {"version 13, 8",          opening(get, {upgrade, key, "Sec-WebSocket-Version: 13, 8\r\n"}), 426},
      {"the version twice",      opening(get, {upgrade, key, version, version}),                 426},
      {"no key",                 opening(get, {upgrade, version}),                               400},
      {"two keys",               opening(get, {upgrade, version, key, key}),                     400},
      {"an empty key",           opening(get, {upgrade, version, bad_key + "\r\n"}),             400},
      {"a short key",            opening(get, {upgrade, version, bad_key + "c2hvcnQ=\r\n"}),     400},
      {"a long key",             opening(get, {upgrade, version, bad_key + std::string(64, 'A') + "\r\n"}), 400},
      {"a key not in base64",    opening(get, {upgrade, version, bad_key + "dGhlIHNhbXBsZSBub25j*g==\r\n"}), 400},
      {"a key not filled up",    opening(get, {upgrade, version, bad_key + "dGhlIHNhbXBsZSBub25jZQAA\r\n"}), 400},
  });
  // clang-format on
  Hall hall;
  for (const auto& c : cases) {
    CAPTURE(c.why);
    RawClient client(hall.port());
    client.send(c.request);
    const auto answer = client.answer(c.request.starts_with("HEAD"));
    REQUIRE(answer);
    CHECK(answer->status == c.status);
    if (c.status != 426) continue;
    CHECK(answer->header("sec-websocket-version") == "13");
    CHECK(answer->header("upgrade") == "websocket");
    CHECK(answer->header("connection").contains("Upgrade"));
  }
}

TEST_CASE("names and lists in a handshake are read without case") {
  Hall hall;
  RawClient client(hall.port());
  client.send(opening("GET /ws HTTP/1.1",
                      {"connection: keep-alive, UPGRADE\r\nupgrade: WebSocket\r\n", key, version}));
  CHECK(client.bytes(12) == "HTTP/1.1 101");
}

TEST_CASE("who speaks before the handshake is answered is not listened to") {
  Hall hall;
  RawClient client(hall.port());
  client.send(opening("GET /ws HTTP/1.1", {upgrade, key, version}) +
              client_frame(bits::fin | bits::words, "early"));
  CHECK(client.rest().empty());
}

TEST_CASE("messages reach a listener in their order") {
  Hall hall;
  WebSocketClient client(hall.port());
  client.send(client_frame(bits::fin | bits::words, "here"));
  CHECK(client.text() == "here");
  const bool queued = hall.with_sender([](WebSocketSender& sender) {
    return sender.send(message("one")) && sender.send(message("two")) &&
           sender.send(message("three"));
  });
  CHECK(queued);
  CHECK(client.text() == "one");
  CHECK(client.text() == "two");
  CHECK(client.text() == "three");
}

TEST_CASE("of what waits under one key only the latest is sent") {
  Hall hall;
  WebSocketClient client(hall.port());
  client.send(client_frame(bits::fin | bits::words, "here"));
  CHECK(client.text() == "here");
  hall.with_sender([](WebSocketSender& sender) {
    sender.send_latest("job 1", message("10 %"));
    sender.send_latest("job 2", message("50 %"));
    sender.send_latest("job 1", message("20 %"));
    sender.send_latest("job 1", message("30 %"));
    return sender.waiting();
  });
  CHECK(client.text() == "30 %");
  CHECK(client.text() == "50 %");
}

TEST_CASE("a listener that does not read costs its queue and is told to come again") {
  Hall hall({.goodbye = 200ms});
  WebSocketClient client(hall.port(), "/ws", 4096);
  client.send(client_frame(bits::fin | bits::words, "here"));
  CHECK(client.text() == "here");
  std::size_t most_waiting = 0;
  bool taken = true;
  for (int i = 0; taken && i < 100'000; ++i) {
    taken = hall.with_sender([&](WebSocketSender& sender) {
      most_waiting = std::max(most_waiting, sender.waiting());
      return sender.send(message(std::string(8 * 1024, 'x')));
    });
  }
  CHECK_FALSE(taken);
  CHECK(most_waiting <= 32);  // 256 KiB
  auto closed = hall.closed();
  hall.with_sender([](WebSocketSender& sender) {
    sender.close(1013, "Too slow; come again.");
    return sender.send(message("late"));
  });
  CHECK(closed.wait_for(10s) == std::future_status::ready);
}

TEST_CASE("a listener that is only slow still gets everything and the goodbye") {
  Hall hall;
  WebSocketClient client(hall.port(), "/ws", 4096);
  client.send(client_frame(bits::fin | bits::words, "here"));
  CHECK(client.text() == "here");
  hall.with_sender([](WebSocketSender& sender) {
    for (int i = 0; i < 20; ++i)
      sender.send(message(std::string(8 * 1024, 'x')));
    sender.close(1013, "Too slow; come again.");
    return 0;
  });
  for (int i = 0; i < 20; ++i)
    CHECK(client.text().size() == 8 * 1024);
  const auto goodbye = client.frame();
  REQUIRE(goodbye);
  CHECK(goodbye->close_code() == 1013);
  CHECK(goodbye->payload.substr(2) == "Too slow; come again.");
}

TEST_CASE("a silent listener is asked whether it is still there") {
  Hall hall({.ping = 30ms});
  WebSocketClient client(hall.port());
  for (int i = 0; i < 3; ++i) {
    const auto asked = client.frame(false);
    REQUIRE(asked);
    CHECK(asked->first == (bits::fin | bits::ping));
    client.send(client_frame(bits::fin | bits::pong, asked->payload));
  }
  // And is given up when it does not answer.
  while (client.frame(false)) {
  }
  CHECK(client.raw().is_closed());
}

TEST_CASE("a conversation is told when its client has left, however it leaves") {
  for (const bool politely : {true, false}) {
    CAPTURE(politely);
    Hall hall({.goodbye = 100ms});  // a client that keeps its end open is not waited for longer
    auto closed = hall.closed();
    WebSocketClient client(hall.port());
    client.send(client_frame(bits::fin | bits::words, "here"));
    CHECK(client.text() == "here");
    if (politely) {
      client.send(client_frame(bits::fin | bits::bye, test::close_payload(1000)));
    } else {
      client.raw().reset();
    }
    CHECK(closed.wait_for(10s) == std::future_status::ready);
  }
}

TEST_CASE("a bug in a conversation costs this conversation alone") {
  Hall hall;
  WebSocketClient other(hall.port());
  WebSocketClient client(hall.port());
  client.send(client_frame(bits::fin | bits::words, "throw"));
  CHECK(client.close_code() == 1011);
  other.send(client_frame(bits::fin | bits::words, "hello"));
  CHECK(other.text() == "hello");
}

TEST_CASE("a stopping server sends what is queued, then says goodbye") {
  Hall hall;
  WebSocketClient client(hall.port());
  client.send(client_frame(bits::fin | bits::words, "here"));
  CHECK(client.text() == "here");
  hall.with_sender([](WebSocketSender& sender) { return sender.send(message("last")); });
  auto stopped = std::async(std::launch::async, [&] { hall.stop(); });
  CHECK(client.text() == "last");
  const auto goodbye = client.frame();
  REQUIRE(goodbye);
  CHECK(goodbye->close_code() == 1001);
  client.send(client_frame(bits::fin | bits::bye, goodbye->payload));
  stopped.get();
}

TEST_CASE("a listener that does not answer the goodbye does not hold up a stop") {
  Hall hall({.goodbye = 50ms});
  WebSocketClient client(hall.port());
  hall.stop();
  CHECK(client.close_code() == 1001);
  CHECK(client.raw().is_closed());
}

}  // namespace tapedeck::http
