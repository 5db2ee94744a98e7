#include "download/http/byte_range.hpp"

#include "http/detail/parts.hpp"

#include <doctest/doctest.h>

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

using namespace tapedeck;
using namespace tapedeck::download;

namespace {

WantedBytes wanted_with(std::string_view range, std::string_view if_range = {}) {
  auto parts = std::make_shared<http::Request::Parts>();
  parts->fields.push_back({"Range", range});
  if (!if_range.empty()) parts->fields.push_back({"If-Range", if_range});
  return wanted_bytes(http::Request(parts));
}

}  // namespace

TEST_CASE("an If-Range that is no strong tag means the whole file") {
  CHECK(wanted_with("bytes=700-").first == 700);
  CHECK(wanted_with("bytes=700-", "\"5f-3a\"").if_match == "\"5f-3a\"");
  for (const std::string_view tag :
       {"W/\"5f-3a\"", "5f-3a", "\"", "Sun, 08 May 1977 20:00:00 GMT", "\"5f 3a\"", "\"5f\x80\""}) {
    CAPTURE(tag);
    const auto wanted = wanted_with("bytes=700-", tag);
    CHECK_FALSE(wanted.part);
    CHECK(wanted.first == 0);
    CHECK(wanted.if_match.empty());
  }
}

TEST_CASE("a listener is told which bytes come, and never given others") {
  struct Case {
    std::string_view why;
    WantedBytes wanted;
    archive::FetchStart start;
    std::uint16_t status;  // 0: an error
    std::optional<std::uint64_t> bytes;
    std::string_view content_range;
  };
  const WantedBytes tail{.part = true, .first = 700};
  const WantedBytes piece{.part = true, .first = 700, .bytes = 100};
  const WantedBytes same{.part = true, .first = 700, .if_match = "\"a\""};
  // clang-format off
  const auto cases = std::to_array<Case>({
      {"the whole",                  {},    {.first = 0,   .total = 1'000},                  200, 1'000, ""},
      {"the whole, however long",    {},    {.first = 0},                                    200, {},    ""},
      {"the rest",                   tail,  {.first = 700, .total = 1'000},                  206, 300,   "bytes 700-999/1000"},
      {"a piece",                    piece, {.first = 700, .total = 1'000},                  206, 100,   "bytes 700-799/1000"},
      {"the range was ignored",      tail,  {.first = 0,   .total = 1'000},                  200, 1'000, ""},
      {"the same version",           same,  {.first = 700, .total = 1'000, .etag = "\"a\""}, 206, 300,   "bytes 700-999/1000"},
      {"another one, from zero",     same,  {.first = 0,   .total = 1'000, .etag = "\"b\""}, 200, 1'000, ""},
      {"the rest of another one",    same,  {.first = 700, .total = 1'000, .etag = "\"b\""}, 0,   {},    ""},
      {"the rest of nobody knows what", tail, {.first = 700},                                0,   {},    ""},
      {"another part",               tail,  {.first = 600, .total = 1'000},                  0,   {},    ""},
  });
  // clang-format on
  for (const auto& c : cases) {
    CAPTURE(c.why);
    const auto sent = sent_bytes(c.wanted, c.start);
    REQUIRE(sent.has_value() == (c.status != 0));
    if (!sent) {
      CHECK(sent.error().code == Errc::bad_upstream);
      continue;
    }
    CHECK(sent->status == c.status);
    CHECK(sent->bytes == c.bytes);
    CHECK(sent->content_range == c.content_range);
  }
}
