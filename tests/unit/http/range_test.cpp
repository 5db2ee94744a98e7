#include "http/range.hpp"

#include <doctest/doctest.h>

#include <array>

using tapedeck::http::choose_range;
using tapedeck::http::RangeChoice;
using Kind = tapedeck::http::RangeChoice::Kind;

TEST_CASE("a Range is the part of a file that its header asks for") {
  struct Case {
    std::string_view why, header;
    std::uint64_t size;
    RangeChoice expected;
  };
  constexpr RangeChoice whole{};
  constexpr RangeChoice behind{Kind::unsatisfiable, 0, 0};
  // clang-format off
  const auto cases = std::to_array<Case>({
      {"the first byte",               "bytes=0-0",    10, {Kind::part, 0, 1}},
      {"the first half",               "bytes=0-4",    10, {Kind::part, 0, 5}},
      {"from a byte to the end",       "bytes=7-",     10, {Kind::part, 7, 3}},
      {"everything, said as a range",  "bytes=0-",     10, {Kind::part, 0, 10}},
      {"the last byte",                "bytes=9-9",    10, {Kind::part, 9, 1}},
      {"an end behind the end",        "bytes=5-99",   10, {Kind::part, 5, 5}},
      {"an end too large to hold",     "bytes=5-99999999999999999999999", 10, {Kind::part, 5, 5}},
      {"the largest end there is",     "bytes=5-18446744073709551615",    10, {Kind::part, 5, 5}},
      {"the last three",               "bytes=-3",     10, {Kind::part, 7, 3}},
      {"the last of more than all",    "bytes=-99",    10, {Kind::part, 0, 10}},
      {"a last too large to hold",     "bytes=-99999999999999999999999", 10, {Kind::part, 0, 10}},
      {"a unit in capitals",           "BYTES=0-4",    10, {Kind::part, 0, 5}},
      {"spaces around the range",      "bytes= 0-4 ",  10, {Kind::part, 0, 5}},
      {"zeros in front",               "bytes=000-004", 10, {Kind::part, 0, 5}},
      {"a beginning behind the end",   "bytes=10-",    10, behind},
      {"a beginning far behind",       "bytes=99-100", 10, behind},
      {"a beginning too large to hold","bytes=99999999999999999999999-", 10, behind},
      {"the last none",                "bytes=-0",     10, behind},
      {"any part of an empty file",    "bytes=0-",      0, behind},
      {"the last of an empty file",    "bytes=-5",      0, whole},
      {"an end before the beginning",  "bytes=5-4",    10, whole},
      {"several ranges",               "bytes=0-1,4-5", 10, whole},
      {"a range and a comma",          "bytes=0-1,",   10, whole},
      {"another unit",                 "items=0-4",    10, whole},
      {"no unit",                      "0-4",          10, whole},
      {"no range",                     "bytes=",       10, whole},
      {"no equals sign",               "bytes 0-4",    10, whole},
      {"a dash alone",                 "bytes=-",      10, whole},
      {"a word",                       "bytes=all",    10, whole},
      {"a word for an end",            "bytes=0-all",  10, whole},
      {"a negative beginning",         "bytes=--5",    10, whole},
      {"a plus",                       "bytes=+0-4",   10, whole},
      {"hex",                          "bytes=0x0-0x4", 10, whole},
      {"a space inside",               "bytes=0 - 4",  10, whole},
      {"three positions",              "bytes=0-4-5",  10, whole},
      {"nothing",                      "",             10, whole},
      {"a unit and nothing",           "bytes",        10, whole},
  });
  // clang-format on
  for (const auto& c : cases) {
    CAPTURE(c.why);
    CHECK(choose_range(c.header, c.size) == c.expected);
  }
}

TEST_CASE("a Range of the largest file there can be does not run over") {
  constexpr auto size = std::uint64_t{0xFFFFFFFFFFFFFFFF};
  CHECK(choose_range("bytes=0-", size) == RangeChoice{Kind::part, 0, size});
  CHECK(choose_range("bytes=0-18446744073709551615", size) == RangeChoice{Kind::part, 0, size});
  CHECK(choose_range("bytes=-1", size) == RangeChoice{Kind::part, size - 1, 1});
}
