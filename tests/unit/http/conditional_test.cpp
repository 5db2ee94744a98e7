#include "http/conditional.hpp"

#include "http/http_date.hpp"

#include <doctest/doctest.h>

#include <array>
#include <chrono>

using namespace tapedeck::http;
using namespace std::chrono;

namespace {

using Header = std::optional<std::string_view>;

constexpr std::string_view at = "Sun, 08 May 1977 20:00:00 GMT";
constexpr std::string_view before = "Sun, 08 May 1977 19:59:59 GMT";
constexpr std::string_view after = "Sun, 08 May 1977 20:00:01 GMT";

Validators known() { return {"\"barton\"", sys_days{1977y / May / 8} + hours{20}}; }

}  // namespace

TEST_CASE("a client that has the current file is told so") {
  struct Case {
    std::string_view why;
    Header match, unmodified, none_match, modified;
    std::uint16_t expected;
  };
  // clang-format off
  const auto cases = std::to_array<Case>({
      {"no conditions",                       {}, {}, {}, {}, 200},
      {"the tag it has",                      {}, {}, "\"barton\"", {}, 304},
      {"the tag it has, weakly",              {}, {}, "W/\"barton\"", {}, 304},
      {"one of several tags",                 {}, {}, "\"cornell\", \"barton\"", {}, 304},
      {"any tag",                             {}, {}, "*", {}, 304},
      {"another tag",                         {}, {}, "\"cornell\"", {}, 200},
      {"a tag without quotes",                {}, {}, "barton", {}, 200},
      {"a tag with a comma inside",           {}, {}, "\"bar,ton\"", {}, 200},
      {"an empty list of tags",               {}, {}, "", {}, 200},
      {"unchanged since then",                {}, {}, {}, at, 304},
      {"unchanged since later",               {}, {}, {}, after, 304},
      {"changed since before",                {}, {}, {}, before, 200},
      {"a date nobody can read",              {}, {}, {}, "yesterday", 200},
      {"another tag decides over the date",   {}, {}, "\"cornell\"", at, 200},
      {"the tag decides over an older date",  {}, {}, "\"barton\"", before, 304},
      {"only if it is this one, and it is",   "\"barton\"", {}, {}, {}, 200},
      {"only if it is any, and it is",        "*", {}, {}, {}, 200},
      {"only if it is another",               "\"cornell\"", {}, {}, {}, 412},
      {"a weak tag proves no sameness",       "W/\"barton\"", {}, {}, {}, 412},
      {"only if unchanged, and it is",        {}, at, {}, {}, 200},
      {"only if unchanged, and it is not",    {}, before, {}, {}, 412},
      {"unchanged since an unreadable date",  {}, "soon", {}, {}, 200},
      {"the tag decides over the older date", "\"barton\"", before, {}, {}, 200},
      {"it is this one, and the client has it", "\"barton\"", {}, "\"barton\"", {}, 304},
  });
  // clang-format on
  for (const auto& c : cases) {
    CAPTURE(c.why);
    const Conditions conditions{c.match, c.unmodified, c.none_match, c.modified};
    CHECK(check_conditions(conditions, known()) == c.expected);
  }
}

TEST_CASE("what has neither tag nor date is sent again, unless nothing may exist") {
  const Validators nothing;
  CHECK(check_conditions({{}, {}, "\"barton\"", {}}, nothing) == 200);
  CHECK(check_conditions({{}, {}, {}, at}, nothing) == 200);
  CHECK(check_conditions({"\"barton\"", {}, {}, {}}, nothing) == 412);
  CHECK(check_conditions({{}, {}, "*", {}}, nothing) == 304);
}

TEST_CASE("a part of a file is sent only to who has the rest of the same file") {
  CHECK(range_still_holds("\"barton\"", known()));
  CHECK(range_still_holds(" \"barton\" ", known()));
  CHECK_FALSE(range_still_holds("\"cornell\"", known()));
  CHECK_FALSE(range_still_holds("W/\"barton\"", known()));
  CHECK_FALSE(range_still_holds(at, known()));
  CHECK_FALSE(range_still_holds("", known()));
  CHECK_FALSE(range_still_holds("", Validators{}));
  CHECK_FALSE(range_still_holds("W/\"b\"", Validators{"W/\"b\"", {}}));
}
