#include "music/concert_date.hpp"

#include <doctest/doctest.h>

#include <array>

using namespace tapedeck;
using namespace tapedeck::music;

TEST_CASE("a date is found however a listener types it") {
  struct Case {
    std::string_view typed, date, rest;
  };
  // clang-format off
  constexpr auto cases = std::to_array<Case>({
      {"5/8/77",                     "1977-05-08", ""},
      {"05/08/1977",                 "1977-05-08", ""},
      {"5-8-77",                     "1977-05-08", ""},
      {"5.8.77",                     "1977-05-08", ""},
      {"1977-05-08",                 "1977-05-08", ""},
      {"1977/5/8",                   "1977-05-08", ""},
      {"77-05-08",                   "1977-05-08", ""},
      {"19770508",                   "1977-05-08", ""},
      {"13/5/77",                    "1977-05-13", ""},
      {"7/4/09",                     "2009-07-04", ""},
      {"May 8 1977",                 "1977-05-08", ""},
      {"May 8, 1977",                "1977-05-08", ""},
      {"may 8th '77",                "1977-05-08", ""},
      {"8 May 1977",                 "1977-05-08", ""},
      {"8th of May 1977",            "1977-05-08", ""},
      {"8. Mai 1977",                "1977-05-08", ""},
      {"3. M\xc3\xa4rz 1981",        "1981-03-03", ""},
      {"1977 May 8",                 "1977-05-08", ""},
      {"sept 3 77",                  "1977-09-03", ""},
      {"may 77",                     "1977-05-XX", ""},
      {"May 1977",                   "1977-05-XX", ""},
      {"1977 may",                   "1977-05-XX", ""},
      {"5/77",                       "1977-05-XX", ""},
      {"1977-05",                    "1977-05-XX", ""},
      {"1977-05-XX",                 "1977-05-XX", ""},
      {"1977-xx-xx",                 "1977-XX-XX", ""},
      {"1977",                       "1977-XX-XX", ""},
      {"'09",                        "2009-XX-XX", ""},
      {"\xe2\x80\x99" "77",          "1977-XX-XX", ""},
      {"cornell 77",                 "1977-XX-XX", "cornell"},
      {"cornell 5/8/77",             "1977-05-08", "cornell"},
      {"5/8/77 barton hall",         "1977-05-08", "barton hall"},
      {"Grateful Dead  on May 8, 1977 Ithaca", "1977-05-08", "Grateful Dead Ithaca"},
      {"8-May-1977",                 "1977-05-08", ""},
      {"May/8/77",                   "1977-05-08", ""},
      {"1977 05 08",                 "1977-05-08", ""},
      {"05 08 1977",                 "1977-05-08", ""},
      {"Sunday May 8 1977",          "1977-05-08", ""},
      {"cornell on sun, 5/8/77",     "1977-05-08", "cornell"},
      {"may '10",                    "2010-05-XX", ""},
      {"in 1977",                    "1977-XX-XX", ""},
      {"The 1975 6/7/2016",          "2016-06-07", "The 1975"},
  });
  // clang-format on
  for (const auto& c : cases) {
    CAPTURE(c.typed);
    const auto found = take_date(c.typed);
    REQUIRE(found.from);
    CHECK(found.from->text() == c.date);
    CHECK(found.to == found.from);
    CHECK(found.rest == c.rest);
  }
}

TEST_CASE("years from one to another are found") {
  struct Case {
    std::string_view typed, from, to, rest;
  };
  // clang-format off
  constexpr auto cases = std::to_array<Case>({
      {"5/8/77 to 5/10/77",    "1977-05-08", "1977-05-10", ""},
      {"May 8 1977 - May 9 1977 barton", "1977-05-08", "1977-05-09", "barton"},
      {"1974-1977",            "1974-XX-XX", "1977-XX-XX", ""},
      {"1974-77",              "1974-XX-XX", "1977-XX-XX", ""},
      {"74-77",                "1974-XX-XX", "1977-XX-XX", ""},
      {"1974 to 1977 winterland", "1974-XX-XX", "1977-XX-XX", "winterland"},
      {"1974 - 1977",          "1974-XX-XX", "1977-XX-XX", ""},
      {"dark star from the 70s", "1970-XX-XX", "1979-XX-XX", "dark star"},
      {"1980s",                "1980-XX-XX", "1989-XX-XX", ""},
  });
  // clang-format on
  for (const auto& c : cases) {
    CAPTURE(c.typed);
    const auto found = take_date(c.typed);
    REQUIRE(found.from);
    CHECK(found.from->text() == c.from);
    CHECK(found.to->text() == c.to);
    CHECK(found.rest == c.rest);
  }
}

TEST_CASE("text without a date comes back as it is") {
  struct Case {
    std::string_view typed, rest;
  };
  // clang-format off
  constexpr auto cases = std::to_array<Case>({
      {"",                      ""},
      {"   ",                   ""},
      {"barton hall",           "barton hall"},
      {"blink 182",             "blink 182"},
      {"sum 41",                "sum 41"},
      {"set 2",                 "set 2"},
      {"2112",                  "2112"},
      {"may",                   "may"},
      {"Oct 31",                "Oct 31"},
      {"10 May",                "10 May"},
      {"Highway 61 Revisited",  "Highway 61 Revisited"},
      {"Route 66",              "Route 66"},
      {"The 1975",              "The 1975"},
      {"5/8",                   "5/8"},
      {"2/30/77",               "2/30/77"},
      {"0/0/77",                "0/0/77"},
      {"1/2/3/4",               "1/2/3/4"},
      {"5/8-77",                "5/8-77"},
      {"99999999999999999999",  "99999999999999999999"},
      {"gd77-05-08.sbd.hicks",  "gd77-05-08.sbd.hicks"},
      {"mayhem 300",            "mayhem 300"},
      {"1979-1974 -",           "1979-1974 -"},
  });
  // clang-format on
  for (const auto& c : cases) {
    CAPTURE(c.typed);
    const auto found = take_date(c.typed);
    CHECK_FALSE(found.from);
    CHECK_FALSE(found.to);
    CHECK(found.rest == c.rest);
  }
}
