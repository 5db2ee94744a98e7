#include "http/http_date.hpp"

#include <doctest/doctest.h>

#include <array>

using namespace tapedeck::http;
using namespace std::chrono;

TEST_CASE("a moment is written as HTTP writes it") {
  CHECK(to_http_date(sys_days{1977y / May / 8} + hours{20}) == "Sun, 08 May 1977 20:00:00 GMT");
  CHECK(to_http_date(sys_days{2024y / February / 29} + 23h + 59min + 59s) ==
        "Thu, 29 Feb 2024 23:59:59 GMT");
  CHECK(to_http_date(sys_seconds{}) == "Thu, 01 Jan 1970 00:00:00 GMT");
}

TEST_CASE("a date is read in the form of today and in the two of old") {
  const auto barton_hall = sys_days{1977y / May / 8} + hours{20} + 1min + 2s;
  CHECK(parse_http_date("Sun, 08 May 1977 20:01:02 GMT") == barton_hall);
  CHECK(parse_http_date("Sunday, 08-May-77 20:01:02 GMT") == barton_hall);
  CHECK(parse_http_date("Sun May  8 20:01:02 1977") == barton_hall);
  CHECK(parse_http_date("Sun May 18 20:01:02 1977") == barton_hall + days{10});
  CHECK(parse_http_date("Friday, 01-Mar-24 00:00:00 GMT") == sys_days{2024y / March / 1});
  CHECK(parse_http_date("Sat, 31 Dec 2016 23:59:60 GMT") == sys_days{2017y / January / 1});
}

TEST_CASE("what is no date is not taken for one") {
  const auto texts = std::to_array<std::string_view>({
      "",
      "now",
      "1977-05-08T20:00:00Z",
      "Sun, 08 May 1977 20:00:00",
      "Sun, 08 May 1977 20:00 GMT",
      "Sun, 32 May 1977 20:00:00 GMT",
      "Sun, 30 Feb 1977 20:00:00 GMT",
      "Sun, 08 Mai 1977 20:00:00 GMT",
      "Sun, 08 May 1977 24:00:00 GMT",
      "Sun, 08 May 1977 20:60:00 GMT",
      "Sun, 08 May 1977 20:00:61 GMT",
      "Sun, 8 May 1977 20:00:00 GMT",
      "Sun, 08 May 1977 20:00:00 CET",
      "Sun, 08 May 1977 20:00:00 GMT ",
      "Sun, 08 May 77 20:00:00 GMT",
      "08 May 1977 20:00:00 GMT",
      "Sun, 0x May 1977 20:00:00 GMT",
      "Sun, 08 May 1977 -1:00:00 GMT",
  });
  for (const auto text : texts) {
    CAPTURE(text);
    CHECK_FALSE(parse_http_date(text));
  }
}
