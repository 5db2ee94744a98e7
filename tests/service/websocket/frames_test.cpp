#include "service/websocket/hall.hpp"
#include "support/websocket_client.hpp"

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

namespace tapedeck::http {

namespace {

using namespace test::frame_bits;
using test::client_frame;
using test::close_payload;
using test::frame_head;
using test::Hall;
using test::unmasked_frame;
using test::WebSocketClient;

/// What a client may not do, and the code it is told goodbye with (RFC 6455 §7.4.1).
struct Breach {
  const char* what;
  std::string bytes;
  std::uint16_t code;
};

std::string text_frame(std::string_view payload) { return client_frame(fin | words, payload); }
std::string close_frame(std::string_view payload) { return client_frame(fin | bye, payload); }

std::string nothing_in(std::uint8_t opcode) {
  return client_frame(static_cast<std::uint8_t>(fin | opcode), "");
}

// clang-format off
std::vector<Breach> framing() {
  const std::string large(126, 'x');
  return {
      {"the first reserved bit",               client_frame(fin | rsv1 | words, "x"),            1002},
      {"the second reserved bit",              client_frame(fin | rsv2 | words, "x"),            1002},
      {"the third reserved bit",               client_frame(fin | rsv3 | words, "x"),            1002},
      {"all reserved bits",                    client_frame(fin | rsv1 | rsv2 | rsv3 | words, "x"), 1002},
      {"a reserved bit on a ping",             client_frame(fin | rsv1 | ping, ""),             1002},
      {"a reserved bit on a close",            client_frame(fin | rsv2 | bye, ""),            1002},
      {"a reserved bit on a continuation",     client_frame(words, "x") + client_frame(fin | rsv1 | more, "x"), 1002},
      {"reserved opcode 3",                    nothing_in(0x3),                                 1002},
      {"reserved opcode 4",                    nothing_in(0x4),                                 1002},
      {"reserved opcode 5",                    nothing_in(0x5),                                 1002},
      {"reserved opcode 6",                    nothing_in(0x6),                                 1002},
      {"reserved opcode 7",                    nothing_in(0x7),                                 1002},
      {"reserved opcode 11",                   nothing_in(0xB),                                 1002},
      {"reserved opcode 12",                   nothing_in(0xC),                                 1002},
      {"reserved opcode 13",                   nothing_in(0xD),                                 1002},
      {"reserved opcode 14",                   nothing_in(0xE),                                 1002},
      {"reserved opcode 15",                   nothing_in(0xF),                                 1002},
      {"a text without a mask",                unmasked_frame(fin | words, "x"),                 1002},
      {"a ping without a mask",                unmasked_frame(fin | ping, "x"),                 1002},
      {"a close without a mask",               unmasked_frame(fin | bye, close_payload(1000)), 1002},
      {"a ping in fragments",                  client_frame(ping, "x"),                         1002},
      {"a pong in fragments",                  client_frame(pong, "x"),                         1002},
      {"a close in fragments",                 client_frame(bye, close_payload(1000)),        1002},
      {"a ping of 126 bytes",                  client_frame(fin | ping, large),                 1002},
      {"a pong of 126 bytes",                  client_frame(fin | pong, large),                 1002},
      {"a close of 126 bytes",                 client_frame(fin | bye, large),                1002},
      {"a ping whose length takes 8 bytes",    frame_head(fin | ping, 5, 8),                    1002},
      {"a length with the top bit set",        frame_head(fin | words, 1ULL << 63, 8),           1009},
      {"the largest length there is",          frame_head(fin | words, ~0ULL, 8),                1009},
      {"5 bytes, said in 2",                   frame_head(fin | words, 5, 2) + "xxxxx",          1002},
      {"125 bytes, said in 2",                 frame_head(fin | words, 125, 2),                  1002},
      {"5 bytes, said in 8",                   frame_head(fin | words, 5, 8) + "xxxxx",          1002},
      {"65,535 bytes, said in 8",              frame_head(fin | words, 65'535, 8),               1002},
  };
}

std::vector<Breach> fragments_and_sizes() {
  const std::string half(40'000, 'x');
  return {
      {"a continuation of nothing",            client_frame(fin | more, "x"),                   1002},
      {"an open continuation of nothing",      client_frame(more, "x"),                         1002},
      {"a continuation after the end",         text_frame("x") + client_frame(fin | more, "x"), 1002},
      {"a text between fragments",             client_frame(words, "x") + text_frame("y"),       1002},
      {"a binary between fragments",           client_frame(words, "x") + client_frame(fin | blob, "y"), 1002},
      {"a second beginning",                   client_frame(words, "x") + client_frame(words, "y"), 1002},
      {"a message of 64 KiB and a byte",       frame_head(fin | words, 64 * 1024 + 1, 8),        1009},
      {"a message of 4 GiB",                   frame_head(fin | words, 1ULL << 32, 8),           1009},
      {"64 KiB and more, in fragments",        client_frame(words, half) + client_frame(fin | more, half), 1009},
      {"64 KiB and more, the first is empty",  client_frame(words, "") + frame_head(fin | more, 64 * 1024 + 1, 8), 1009},
      {"bytes that are not text",              client_frame(fin | blob, "x"),                 1003},
      {"bytes that are not text, in fragments", client_frame(blob, "x") + client_frame(fin | more, "y"), 1003},
  };
}

std::vector<Breach> texts_and_closes() {
  return {
      {"a byte that no UTF-8 has",             text_frame("a\xff"),                             1007},
      {"a continuation byte alone",            text_frame("\x80"),                              1007},
      {"an overlong slash",                    text_frame("\xc0\xaf"),                          1007},
      {"an overlong zero",                     text_frame("\xe0\x80\x80"),                      1007},
      {"a surrogate",                          text_frame("\xed\xa0\x80"),                      1007},
      {"beyond the last code point",           text_frame("\xf4\x90\x80\x80"),                  1007},
      {"a character cut at the end",           text_frame("\xe2\x82"),                          1007},
      {"a character that never ends, in fragments", client_frame(words, "\xe2") + client_frame(fin | more, "\x28"), 1007},
      {"a cut character in the last fragment", client_frame(words, "a") + client_frame(fin | more, "\xe2\x82"), 1007},
      {"a close with half a code",             close_frame("\x03"),                             1002},
      {"close code 0",                         close_frame(close_payload(0)),                   1002},
      {"close code 999",                       close_frame(close_payload(999)),                 1002},
      {"close code 1004, which is reserved",   close_frame(close_payload(1004)),                1002},
      {"close code 1005, never sent",          close_frame(close_payload(1005)),                1002},
      {"close code 1006, never sent",          close_frame(close_payload(1006)),                1002},
      {"close code 1014, for servers behind",   close_frame(close_payload(1014)),                1002},
      {"close code 1015, never sent",          close_frame(close_payload(1015)),                1002},
      {"close code 1016, not given out",       close_frame(close_payload(1016)),                1002},
      {"close code 1100, not given out",       close_frame(close_payload(1100)),                1002},
      {"close code 2000, for extensions",      close_frame(close_payload(2000)),                1002},
      {"close code 2999, for extensions",      close_frame(close_payload(2999)),                1002},
      {"a reason that is not UTF-8",           close_frame(close_payload(1000, "\xff")),        1002},
  };
}

/// What a client may do: bytes, and the text that comes back.
struct Proper {
  const char* what;
  std::string bytes;
  std::string echo;
};

std::vector<Proper> proper() {
  const std::string full(64 * 1024, 'x');
  return {
      {"a text",                               text_frame("hello"),                             "hello"},
      {"125 bytes",                            text_frame(std::string(125, 'x')),               std::string(125, 'x')},
      {"126 bytes",                            text_frame(std::string(126, 'x')),               std::string(126, 'x')},
      {"64 KiB",                               text_frame(full),                                full},
      {"fragments",                            client_frame(words, "he") + client_frame(more, "l") + client_frame(fin | more, "lo"), "hello"},
      {"empty fragments",                      client_frame(words, "") + client_frame(more, "") + client_frame(fin | more, "x"), "x"},
      {"a ping between fragments",             client_frame(words, "he") + client_frame(fin | pong, "") + client_frame(fin | more, "llo"), "hello"},
      {"a pong nobody waits for",              client_frame(fin | pong, "x") + text_frame("y"), "y"},
      {"a character over two fragments",       client_frame(words, "\xe2\x82") + client_frame(fin | more, "\xac"), "\xe2\x82\xac"},
      {"the last code point",                  text_frame("\xf4\x8f\xbf\xbf"),                  "\xf4\x8f\xbf\xbf"},
  };
}
// clang-format on

}  // namespace

TEST_CASE("a client that breaks a rule of the protocol is told which kind of rule") {
  Hall hall;
  for (const auto& table : {framing(), fragments_and_sizes(), texts_and_closes()}) {
    for (const auto& breach : table) {
      INFO(breach.what);
      WebSocketClient client(hall.port());
      client.send(breach.bytes);
      CHECK(client.close_code() == breach.code);
      client.raw().finish_sending();
      client.raw().rest();  // the server closes
    }
  }
  // And nobody else notices.
  WebSocketClient client(hall.port());
  client.send(text_frame("hello"));
  CHECK(client.text() == "hello");
}

TEST_CASE("a client may use what the protocol has") {
  Hall hall;
  for (const auto& c : proper()) {
    INFO(c.what);
    WebSocketClient client(hall.port());
    client.send(c.bytes);
    CHECK(client.text() == c.echo);
  }
}

TEST_CASE("a frame may come byte by byte") {
  Hall hall;
  WebSocketClient client(hall.port());
  for (const char byte : text_frame("hello"))
    client.send(std::string_view(&byte, 1));
  CHECK(client.text() == "hello");
}

TEST_CASE("a ping is answered with its own bytes") {
  Hall hall;
  WebSocketClient client(hall.port());
  client.send(client_frame(fin | ping, "still there?"));
  const auto answer = client.frame();
  REQUIRE(answer);
  CHECK(answer->first == (fin | pong));
  CHECK(answer->payload == "still there?");
}

TEST_CASE("a goodbye is answered with its code") {
  Hall hall;
  for (const int code : {1000, 1001, 1003, 1007, 1011, 1012, 1013, 3000, 4999}) {
    CAPTURE(code);
    WebSocketClient client(hall.port());
    client.send(
        client_frame(fin | bye, close_payload(static_cast<std::uint16_t>(code), "that is all")));
    CHECK(client.close_code() == code);
    CHECK(client.raw().is_closed());
  }
  WebSocketClient client(hall.port());
  client.send(client_frame(fin | bye, ""));  // without a code, which means all is well
  CHECK(client.close_code() == 1000);
}

}  // namespace tapedeck::http
