#include "audio/slice_map_json.hpp"

#include <doctest/doctest.h>

#include <array>
#include <string>

using namespace tapedeck;
using namespace tapedeck::audio;

namespace {

const std::string head_text(56, 'A');

SliceMap two_slices() {
  return {.codec = Codec::flac,
          .sample_rate = 44'100,
          .channels = 2,
          .samples = 100,
          .head = head_text,
          .slices = {{42, 900, 0, 60}, {900, 1'000, 0, 40}}};
}

std::string replaced(std::string text, std::string_view what, std::string_view by) {
  const auto at = text.find(what);
  REQUIRE(at != text.npos);
  return text.replace(at, what.size(), by);
}

}  // namespace

TEST_CASE("a slice map is written as the page reads it, and reads back the same") {
  const auto text = to_json(two_slices());
  CHECK(text == R"({"codec":"flac","sample_rate":44100,"channels":2,"total":100,"head":")" +
                    head_text + R"(","slices":[[42,900,0,60],[900,1000,0,40]]})");
  const auto back = parse_slice_map(text, 1'000);
  REQUIRE(back);
  CHECK(*back == two_slices());
}

TEST_CASE("a slice map that would mislead a player is refused") {
  struct Case {
    std::string_view why, what, by;
  };
  // clang-format off
  const auto cases = std::to_array<Case>({
      {"another codec",                  "\"flac\"",     "\"ogg\""},
      {"no rate",                        "44100",        "0"},
      {"nine channels",                  "\"channels\":2", "\"channels\":9"},
      {"a head that is no base64",       "AAAA",         "<b>A"},
      {"a head too short",               "AAAA",         ""},
      {"a total that does not come out", "\"total\":100", "\"total\":101"},
      {"no slices",                      "[[42,900,0,60],[900,1000,0,40]]", "[]"},
      {"three numbers",                  "[42,900,0,60]", "[42,900,60]"},
      {"bytes behind the end",           "1000,0,40",    "1001,0,40"},
      {"an end before its beginning",    "[42,900",      "[42,41"},
      {"an empty slice",                 "0,60]",        "0,0]"},
      {"slices out of order",            "[900,1000",    "[42,800"},
      {"more samples than any slice",    "0,60]",        "0,60000000]"},
      {"a run-up without an end",        "900,0,60",     "900,60000000,60"},
      {"a negative number",              "[42,",         "[-42,"},
      {"a word for a number",            "[42,",         "[\"42\","},
      {"no JSON",                        "{",            ""},
  });
  // clang-format on
  for (const auto& c : cases) {
    CAPTURE(c.why);
    const auto map = parse_slice_map(replaced(to_json(two_slices()), c.what, c.by), 1'000);
    CHECK_FALSE(map);
  }
}

TEST_CASE("MP3 slices overlap and have no head") {
  SliceMap map{.codec = Codec::mp3,
               .sample_rate = 44'100,
               .channels = 2,
               .samples = 3,
               .slices = {{0, 500, 1'105, 2}, {300, 800, 2'000, 1}}};
  const auto back = parse_slice_map(to_json(map), 800);
  REQUIRE(back);
  CHECK(*back == map);
}
