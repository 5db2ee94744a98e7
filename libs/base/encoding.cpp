#include "base/encoding.hpp"

#include "base/ascii.hpp"

#include <array>

namespace tapedeck {
namespace {

constexpr std::string_view hex_alphabet = "0123456789abcdef";
constexpr std::string_view base64url_alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

constexpr std::uint8_t no_digit = 0xFF;

/// The value of each byte as a digit of an alphabet.
using DigitValues = std::array<std::uint8_t, 256>;

constexpr DigitValues values_in(std::string_view alphabet) {
  DigitValues values{};
  values.fill(no_digit);
  for (std::size_t value = 0; value < alphabet.size(); ++value)
    values[static_cast<unsigned char>(alphabet[value])] = static_cast<std::uint8_t>(value);
  return values;
}

constexpr auto base64url_values = values_in(base64url_alphabet);

constexpr auto hex_values = [] {
  auto values = values_in(hex_alphabet);
  for (char c = 'A'; c <= 'F'; ++c)
    values[static_cast<unsigned char>(c)] = values[static_cast<unsigned char>(ascii::lower(c))];
  return values;
}();

std::uint8_t value_of(char c, const DigitValues& values) {
  return values[static_cast<unsigned char>(c)];
}

}  // namespace

std::string to_hex(std::span<const std::uint8_t> bytes) {
  std::string out;
  out.reserve(bytes.size() * 2);
  for (const auto byte : bytes) {
    out += hex_alphabet[byte >> 4];
    out += hex_alphabet[byte & 0x0f];
  }
  return out;
}

bool read_hex(std::string_view text, std::span<std::uint8_t> bytes) noexcept {
  if (text.size() != 2 * bytes.size()) return false;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const auto high = value_of(text[2 * i], hex_values);
    const auto low = value_of(text[2 * i + 1], hex_values);
    if (high == no_digit || low == no_digit) return false;
    bytes[i] = static_cast<std::uint8_t>(high << 4 | low);
  }
  return true;
}

std::string to_base64url(std::span<const std::uint8_t> bytes) {
  std::string out;
  out.reserve((bytes.size() * 4 + 2) / 3);
  std::uint32_t bits = 0;
  int count = 0;  // of bits not yet written
  for (const auto byte : bytes) {
    bits = bits << 8 | byte;
    for (count += 8; count >= 6; count -= 6)
      out += base64url_alphabet[bits >> (count - 6) & 0x3f];
  }
  if (count > 0) out += base64url_alphabet[bits << (6 - count) & 0x3f];
  return out;
}

std::optional<std::vector<std::uint8_t>> from_base64url(std::string_view text) {
  if (text.size() % 4 == 1) return std::nullopt;
  std::vector<std::uint8_t> out(text.size() * 3 / 4);
  std::uint32_t bits = 0;
  int count = 0;  // of bits not yet given
  auto next = out.begin();
  for (const char c : text) {
    const auto value = base64url_values[static_cast<unsigned char>(c)];
    if (value == no_digit) return std::nullopt;
    bits = bits << 6 | value;
    count += 6;
    if (count >= 8) {
      count -= 8;
      *next++ = static_cast<std::uint8_t>(bits >> count & 0xff);
    }
  }
  const auto stray = bits & ((1U << count) - 1);
  if (stray != 0) return std::nullopt;
  return out;
}

}  // namespace tapedeck
