#include "archive/digest.hpp"
#include "archive/length.hpp"

#include <doctest/doctest.h>

#include <array>

using namespace tapedeck;
using namespace tapedeck::archive;
using namespace std::chrono_literals;

TEST_CASE("a file's length is read in all the forms the Archive writes") {
  struct Case {
    std::string_view text;
    std::optional<std::chrono::milliseconds> length;
  };
  // clang-format off
  const auto cases = std::to_array<Case>({
      {"05:33",       333s},
      {"108.85",      108'850ms},
      {"206",         206s},
      {"1:02:03.5",   3'723'500ms},
      {"337.18",      337'180ms},
      {"0.0004",      std::nullopt},
      {"0",           std::nullopt},
      {"00:00",       std::nullopt},
      {"",            std::nullopt},
      {"12.",         12s},
      {"1:2:3:4",     std::nullopt},
      {"-5",          std::nullopt},
      {"5 min",       std::nullopt},
      {":30",         std::nullopt},
      {"1e3",         std::nullopt},
      {"nan",         std::nullopt},
      {"99:99:99",    std::nullopt},
      {"99999999999", std::nullopt},
  });
  // clang-format on
  for (const auto& c : cases) {
    CAPTURE(c.text);
    CHECK(parse_length(c.text) == c.length);
  }
}

TEST_CASE("a crc32 without its leading zeros is the same number") {
  CHECK(parse_crc32("9a0d843") == 0x09A0D843U);
  CHECK(parse_crc32("09a0d843") == 0x09A0D843U);
  CHECK(parse_crc32("0") == 0U);
  CHECK_FALSE(parse_crc32(""));
  CHECK_FALSE(parse_crc32("0x12"));
  CHECK_FALSE(parse_crc32("123456789"));
  CHECK_FALSE(parse_crc32("-1"));
}

TEST_CASE("a digest is read whole or not at all") {
  const auto md5 = Md5::parse("2D45167AC3C5ECDDE0097A01A2FCC2BF");
  REQUIRE(md5);
  CHECK(md5->text() == "2d45167ac3c5ecdde0097a01a2fcc2bf");
  CHECK_FALSE(Md5::parse("2d45167ac3c5ecdde0097a01a2fcc2b"));
  CHECK_FALSE(Md5::parse("2d45167ac3c5ecdde0097a01a2fcc2bg"));
  CHECK_FALSE(Sha1::parse("2d45167ac3c5ecdde0097a01a2fcc2bf"));
}
