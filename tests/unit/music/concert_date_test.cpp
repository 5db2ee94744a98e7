#include "music/concert_date.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <vector>

using namespace tapedeck;
using namespace tapedeck::music;

namespace {

ConcertDate day(std::string_view text) { return ConcertDate::parse(text).value(); }

}  // namespace

TEST_CASE("a concert's date is read back as it is written") {
  for (const std::string_view text :
       {"1977-05-08", "1977-05-XX", "1977-XX-XX", "2000-02-29", "1877-01-01", "2099-12-31"}) {
    CAPTURE(text);
    const auto date = ConcertDate::parse(text);
    REQUIRE(date);
    CHECK(date->text() == text);
  }
}

TEST_CASE("what the calendar does not have is no date") {
  for (const std::string_view text :
       {"",           "1977",        "1977-05",    "1977-5-8",   "77-05-08",
        "1977-00-00", "1977-05-00",  "1977-XX-08", "1977-13-01", "1977-02-29",
        "1977-04-31", "1876-01-01",  "2100-01-01", "1977-05-xx", "XXXX-XX-XX",
        "1977/05/08", "1977-05-08T", "-977-05-08", "1977-+5-08", "1977-05-8X"}) {
    CAPTURE(text);
    CHECK_FALSE(ConcertDate::parse(text));
  }
}

TEST_CASE("an unknown day or month has no number") {
  CHECK(day("1977-05-08").day() == 8U);
  CHECK(day("1977-05-XX").month() == 5U);
  CHECK_FALSE(day("1977-05-XX").day());
  CHECK_FALSE(day("1977-XX-XX").month());
  CHECK(day("1977-05-08").is_whole());
  CHECK_FALSE(day("1977-05-XX").is_whole());
}

TEST_CASE("dates sort as they fall, with what is unknown first") {
  const std::vector sorted{day("1976-12-31"), day("1977-XX-XX"), day("1977-01-01"),
                           day("1977-05-XX"), day("1977-05-08"), day("1977-06-01")};
  CHECK(std::ranges::is_sorted(sorted));
}

TEST_CASE("an unknown date spans the days it may have been") {
  struct Case {
    std::string_view date, first, last;
  };
  constexpr auto cases = std::to_array<Case>({
      {"1977-05-08", "1977-05-08", "1977-05-08"},
      {"1977-05-XX", "1977-05-01", "1977-05-31"},
      {"1980-02-XX", "1980-02-01", "1980-02-29"},
      {"1977-XX-XX", "1977-01-01", "1977-12-31"},
  });
  for (const auto& c : cases) {
    CAPTURE(c.date);
    CHECK(day(c.date).first_day().text() == c.first);
    CHECK(day(c.date).last_day().text() == c.last);
  }
}

TEST_CASE("a date covers those that say more") {
  CHECK(day("1977-XX-XX").covers(day("1977-05-08")));
  CHECK(day("1977-05-XX").covers(day("1977-05-08")));
  CHECK(day("1977-05-08").covers(day("1977-05-08")));
  CHECK_FALSE(day("1977-05-08").covers(day("1977-05-XX")));
  CHECK_FALSE(day("1977-04-XX").covers(day("1977-05-08")));
  CHECK_FALSE(day("1977-XX-XX").covers(day("1978-05-08")));
}
