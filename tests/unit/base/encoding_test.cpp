#include "base/encoding.hpp"

#include "base/random.hpp"

#include <doctest/doctest.h>

#include <array>
#include <span>
#include <tuple>
#include <vector>

using namespace tapedeck;

TEST_CASE("bytes are written in hex and base64url as RFC 4648 spells them") {
  // RFC 4648 §10, without padding
  const std::tuple<std::string_view, std::string_view, std::string_view> examples[] = {
      {"", "", ""},
      {"f", "66", "Zg"},
      {"fo", "666f", "Zm8"},
      {"foo", "666f6f", "Zm9v"},
      {"foob", "666f6f62", "Zm9vYg"},
      {"fooba", "666f6f6261", "Zm9vYmE"},
      {"foobar", "666f6f626172", "Zm9vYmFy"},
      {"\xfb\xff", "fbff", "-_8"},
  };
  for (const auto& [bytes, hex, base64] : examples) {
    CHECK(to_hex(bytes_of(bytes)) == hex);
    CHECK(to_base64url(bytes_of(bytes)) == base64);
  }
}

TEST_CASE("any bytes survive being written and read") {
  for (std::size_t size = 0; size < 70; ++size) {
    std::vector<std::uint8_t> bytes(size);
    fill_random(bytes);
    std::vector<std::uint8_t> read(size);
    CHECK(read_hex(to_hex(bytes), read));
    CHECK(read == bytes);
    CHECK(from_base64url(to_base64url(bytes)) == bytes);
  }
  std::array<std::uint8_t, 2> capitals{};
  CHECK(read_hex("AbCd", capitals));
  CHECK(capitals == std::array<std::uint8_t, 2>{0xab, 0xcd});
}

TEST_CASE("what was not written so is not read") {
  for (const std::string_view text : {"", "a", "abc", "abcd", "0g", "g0", " a", "0x", "-1"}) {
    CAPTURE(text);
    std::uint8_t byte = 0;
    CHECK_FALSE(read_hex(text, std::span(&byte, 1)));
  }
  for (const std::string_view text :
       {"Z", "Zg==", "Zg=", "Zh", "Zm9", "Zm9v\n", " Zm9", "Zm+v", "Zm/v", "Zm9vY"}) {
    CAPTURE(text);
    CHECK_FALSE(from_base64url(text));
  }
}
