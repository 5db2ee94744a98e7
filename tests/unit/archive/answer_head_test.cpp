#include "archive/answer_head.hpp"

#include <doctest/doctest.h>

#include <array>

using namespace tapedeck;
using namespace tapedeck::archive;
using namespace std::chrono_literals;

TEST_CASE("a Content-Range is believed only when it is consistent") {
  const auto range = parse_content_range("bytes 700-999/1000");
  REQUIRE(range);
  CHECK(range->first == 700U);
  CHECK(range->last == 999U);
  CHECK(range->total == 1000U);
  CHECK(parse_content_range("bytes */1000") == ContentRange{.total = 1000});
  CHECK(parse_content_range("bytes 0-9/*") == ContentRange{.first = 0, .last = 9});
  for (const std::string_view text :
       {"", "bytes", "bytes 0-9", "bytes */*", "bytes 9-0/10", "bytes 0-10/10", "items 0-9/10",
        "bytes -5/10", "bytes 0-/10", "bytes 0-9/ten", "bytes 99999999999999999999-1/2"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_content_range(text));
  }
}

TEST_CASE("the Archive may say when to come again in seconds or as a date") {
  const Instant now{std::chrono::sys_days{std::chrono::year{1994} / 11 / 6} + 8h + 49min + 37s};
  struct Case {
    std::string_view text;
    std::optional<std::chrono::milliseconds> wait;
  };
  // clang-format off
  const auto cases = std::to_array<Case>({
      {"120",                              120s},
      {" 5 ",                              5s},
      {"0",                                0s},
      {"Sun, 06 Nov 1994 08:50:07 GMT",    30s},
      {"Sun, 06 Nov 1994 08:00:00 GMT",    0s},
      {"1000000000",                       std::chrono::hours{24 * 365}},
      {"99999999999999999999999",          std::chrono::hours{24 * 365}},
      {"Sat, 06 Nov 2094 08:00:00 GMT",    std::chrono::hours{24 * 365}},
      {"soon",                             std::nullopt},
      {"-1",                               std::nullopt},
      {"1.5",                              std::nullopt},
      {"",                                 std::nullopt},
      {"Sun, 31 Feb 1994 08:49:37 GMT",    std::nullopt},
      {"Sun, 06 Nov 1994 25:49:37 GMT",    std::nullopt},
      {"Sunday, 06-Nov-94 08:49:37 GMT",   std::nullopt},
  });
  // clang-format on
  for (const auto& c : cases) {
    CAPTURE(c.text);
    CHECK(parse_retry_after(c.text, now) == c.wait);
  }
}
