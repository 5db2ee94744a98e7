#include "telemetry/json_text.hpp"

#include "base/utf8.hpp"

#include <doctest/doctest.h>

#include <array>
#include <string>
#include <string_view>

using namespace tapedeck;
using namespace tapedeck::telemetry;
using namespace std::string_view_literals;

namespace {

std::string quoted(std::string_view text) {
  std::string line;
  append_json_text(line, text);
  return line;
}

/// A text of `count` times `piece`.
std::string repeated(std::string_view piece, std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i)
    text += piece;
  return text;
}

}  // namespace

TEST_CASE("nothing in a text can end its line or its quotes") {
  struct Case {
    std::string_view why, text, written;
  };
  // clang-format off
  const auto cases = std::to_array<Case>({
      {"nothing",                  "",                       R"("")"},
      {"a plain song",             "Dark Star > El Paso",    R"("Dark Star > El Paso")"},
      {"a quote, a backslash",     R"(a"b\c)",               R"("a\"b\\c")"},
      {"line ends",                "a\r\nb\tc",              R"("a\r\nb\tc")"},
      {"a forged line",            "x\"}\n{\"level\":\"error", R"("x\"}\n{\"level\":\"error")"},
      {"other controls",           "\0\x01\x1b[31m\x7f"sv,   R"("\u0000\u0001\u001b[31m\u007f")"},
      {"a C1 control, CSI",        "\xc2\x9b" "31m",         R"("\u009b31m")"},
      {"Unicode's line ends",      "a\xe2\x80\xa8" "b\xe2\x80\xa9" "c", R"("a\u2028b\u2029c")"},
      {"text turned round",        "a\xe2\x80\xae" "b\xe2\x81\xa6" "c", R"("a\u202eb\u2066c")"},
      {"letters beyond ASCII",     "Bl\xc3\xa4ue \xf0\x9f\x8c\xb9", "\"Bl\xc3\xa4ue \xf0\x9f\x8c\xb9\""},
  });
  // clang-format on
  for (const auto& c : cases) {
    CAPTURE(c.why);
    CHECK(quoted(c.text) == c.written);
  }
}

TEST_CASE("bytes that are no UTF-8 are shown as U+FFFD, one for each piece") {
  struct Case {
    std::string_view why, text, written;
  };
  // clang-format off
  const auto cases = std::to_array<Case>({
      {"Latin-1",                     "caf\xe9",                  "\"caf\xef\xbf\xbd\""},
      {"an overlong slash",           "\xc0\xaf",                 "\"\xef\xbf\xbd\xef\xbf\xbd\""},
      {"half a pair",                 "\xed\xa0\x80",             "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\""},
      {"beyond the last character",   "\xf4\x90\x80\x80",         "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\""},
      {"cut short",                   "a\xe2\x86",                "\"a\xef\xbf\xbd\""},
      {"broken off by a quote",       "\xf0\x9f\"",               "\"\xef\xbf\xbd\\\"\""},
      {"bytes that begin nothing",    "\x80\xff",                 "\"\xef\xbf\xbd\xef\xbf\xbd\""},
  });
  // clang-format on
  for (const auto& c : cases) {
    CAPTURE(c.why);
    CHECK(quoted(c.text) == c.written);
  }
}

TEST_CASE("every two bytes give a text that is UTF-8 without controls") {
  std::string pair(2, '\0');
  std::size_t bad = 0;
  for (int first = 0; first < 256; ++first) {
    for (int second = 0; second < 256; ++second) {
      pair[0] = static_cast<char>(first);
      pair[1] = static_cast<char>(second);
      const auto line = quoted(pair);
      bool clean = is_utf8(line);
      for (const char c : line)
        clean = clean && static_cast<unsigned char>(c) >= 0x20;
      if (!clean) ++bad;
    }
  }
  CHECK(bad == 0);
}

TEST_CASE("a long text is cut at 4 KiB, between two characters, with an ellipsis") {
  constexpr auto quotes = 2;
  const auto whole = repeated("a", max_text_bytes);
  CHECK(quoted(whole) == '"' + whole + '"');

  for (const std::string_view piece : {"a"sv, "\xc3\xa4"sv, "\xe2\x86\x92"sv, "\xf0\x9f\x8c\xb9"sv,
                                       "\x01"sv, "\""sv, "\xff"sv, "ab\n"sv}) {
    CAPTURE(piece);
    const auto line = quoted(repeated(piece, 10'000));
    CHECK(line.size() <= max_text_bytes + quotes);
    CHECK(line.size() > max_text_bytes - 8);
    CHECK(line.ends_with("\xe2\x80\xa6\""));
    CHECK(is_utf8(line));
    // No escape is cut in two: what stands before the ellipsis is the whole pieces.
    const auto one = quoted(piece);
    const auto written = one.substr(1, one.size() - quotes);
    const auto kept = std::string_view(line).substr(1, line.size() - 5);
    if (piece.size() < 3) CHECK(kept.size() % written.size() == 0);
  }
}
