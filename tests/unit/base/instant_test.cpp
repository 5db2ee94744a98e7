#include "base/instant.hpp"

#include <doctest/doctest.h>

#include <array>
#include <string_view>

using namespace tapedeck;
using namespace std::chrono;

TEST_CASE("an instant is written as RFC 3339 in UTC with milliseconds") {
  const Instant barton_hall{sys_days{year{1977} / 5 / 8} + hours{20} + milliseconds{7}};
  CHECK(to_text(barton_hall) == "1977-05-08T20:00:00.007Z");
  CHECK(to_text(Instant{}) == "1970-01-01T00:00:00.000Z");
}

TEST_CASE("an instant is read with or without a fraction and with any offset") {
  struct Case {
    std::string_view text, as_utc;
  };
  const auto cases = std::to_array<Case>({
      {"1977-05-08T20:00:00Z", "1977-05-08T20:00:00.000Z"},
      {"1977-05-08t20:00:00.5z", "1977-05-08T20:00:00.500Z"},
      {"1977-05-08T20:00:00.123456Z", "1977-05-08T20:00:00.123Z"},
      {"1977-05-08T16:00:00-04:00", "1977-05-08T20:00:00.000Z"},
      {"1977-05-09T01:30:00+05:30", "1977-05-08T20:00:00.000Z"},
      {"2016-12-31T23:59:60Z", "2017-01-01T00:00:00.000Z"},
  });
  for (const auto& c : cases) {
    CAPTURE(c.text);
    const auto read = parse_instant(c.text);
    REQUIRE(read);
    CHECK(to_text(*read) == c.as_utc);
  }
}

TEST_CASE("what is no instant is refused") {
  for (const std::string_view text :
       {"", "1977-05-08", "1977-05-08T20:00:00", "1977-02-30T00:00:00Z", "1977-05-08T24:00:00Z",
        "1977-05-08T20:61:00Z", "1977-05-08T20:00:00.Z", "1977-05-08T20:00:00Zx",
        "1977-05-08T20:00:00+5", "-977-05-08T20:00:00Z", "1977-05-08T::Z"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_instant(text));
  }
}
