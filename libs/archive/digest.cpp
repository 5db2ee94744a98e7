#include "archive/digest.hpp"

#include <array>
#include <charconv>

namespace tapedeck::archive {
namespace {

constexpr std::uint8_t no_digit = 0xFF;

/// The value of each byte as a hexadecimal digit.
constexpr auto hex_values = [] {
  std::array<std::uint8_t, 256> values{};
  values.fill(no_digit);
  for (std::uint8_t value = 0; value < 10; ++value)
    values[static_cast<std::size_t>('0' + value)] = value;
  for (std::uint8_t value = 10; value < 16; ++value) {
    values[static_cast<std::size_t>('a' + value - 10)] = value;
    values[static_cast<std::size_t>('A' + value - 10)] = value;
  }
  return values;
}();

std::uint8_t hex_value(char c) { return hex_values[static_cast<unsigned char>(c)]; }

}  // namespace

namespace detail {

std::string hex_text(const std::uint8_t* bytes, std::size_t count) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  text.reserve(2 * count);
  for (std::size_t i = 0; i < count; ++i) {
    text += digits[bytes[i] >> 4U];
    text += digits[bytes[i] & 15U];
  }
  return text;
}

bool read_hex(std::string_view text, std::uint8_t* bytes, std::size_t count) {
  if (text.size() != 2 * count) return false;
  for (std::size_t i = 0; i < count; ++i) {
    const unsigned high = hex_value(text[2 * i]);
    const unsigned low = hex_value(text[2 * i + 1]);
    if (high == no_digit || low == no_digit) return false;
    bytes[i] = static_cast<std::uint8_t>(high * 16 + low);
  }
  return true;
}

}  // namespace detail

std::optional<std::uint32_t> parse_crc32(std::string_view text) {
  std::uint32_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, 16);
  if (error != std::errc{} || end != text.data() + text.size() || text.size() > 8) {
    return std::nullopt;
  }
  return value;
}

}  // namespace tapedeck::archive
