#include "http/detail/head_scan.hpp"

#include <doctest/doctest.h>

#include <array>
#include <string_view>

using tapedeck::http::detail::HeadScan;
using State = tapedeck::http::detail::HeadScan::State;

TEST_CASE("the end of a request's head is found, and what is wrong before it") {
  struct Case {
    std::string_view why, text;
    State expected;
  };
  // clang-format off
  const auto cases = std::to_array<Case>({
      {"nothing yet",                 "",                                  State::more},
      {"half a line",                 "GET / HT",                          State::more},
      {"one line",                    "GET / HTTP/1.1\r\n",                State::more},
      {"half the end",                "GET / HTTP/1.1\r\nA: b\r\n\r",      State::more},
      {"the end",                     "GET / HTTP/1.1\r\nA: b\r\n\r\n",    State::complete},
      {"no fields",                   "GET / HTTP/1.1\r\n\r\n",            State::complete},
      {"a body behind it",            "GET / HTTP/1.1\r\n\r\n\n\xff",      State::complete},
      {"an empty line first",         "\r\nGET / HTTP/1.1\r\n\r\n",        State::complete},
      {"an empty line and no more",   "\r\n",                              State::more},
      {"half an empty line",          "\r",                                State::more},
      {"five empty lines first",      "\r\n\r\n\r\n\r\n\r\n",              State::broken},
      {"a bare LF",                   "GET / HTTP/1.1\nA: b\r\n\r\n",      State::broken},
      {"a bare LF in a field",        "GET / HTTP/1.1\r\nA: b\nC: d\r\n",  State::broken},
      {"LF alone",                    "\n",                                State::broken},
      {"a folded field",              "GET / HTTP/1.1\r\nA: b\r\n c\r\n",  State::broken},
      {"a fold by a tab",             "GET / HTTP/1.1\r\nA: b\r\n\tc\r\n", State::broken},
      {"a fold of the first line",    "GET / HTTP/1.1\r\n A: b\r\n",       State::broken},
      {"a TLS client",                "\x16\x03\x01",                      State::broken},
      {"a byte that begins no method", "\xf1GET / HTTP/1.1\r\n\r\n",       State::broken},
      {"a space first",               " GET / HTTP/1.1\r\n\r\n",           State::broken},
      {"the same behind an empty line", "\r\n GET / HTTP/1.1\r\n\r\n",     State::broken},
  });
  // clang-format on
  for (const auto& c : cases) {
    CAPTURE(c.why);
    HeadScan at_once;
    CHECK(at_once.look(c.text) == c.expected);
    HeadScan byte_by_byte;
    auto state = State::more;
    for (std::size_t come = 1; come <= c.text.size() && state == State::more; ++come)
      state = byte_by_byte.look(c.text.substr(0, come));
    CHECK(state == c.expected);
    if (state == State::complete) CHECK(byte_by_byte.end() == at_once.end());
  }
}

TEST_CASE("empty lines before a request do not belong to its head") {
  constexpr std::string_view text = "\r\n\r\nGET / HTTP/1.1\r\nA: b\r\n\r\nGET";
  HeadScan scan;
  REQUIRE(scan.look(text) == State::complete);
  CHECK(text.substr(scan.begin(), scan.end() - scan.begin()) == "GET / HTTP/1.1\r\nA: b\r\n\r\n");
  CHECK(scan.past_first_line());
}
