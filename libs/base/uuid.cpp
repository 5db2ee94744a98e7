#include "base/uuid.hpp"

#include "base/random.hpp"

#include <cstring>

namespace tapedeck {
namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";

/// The value of one hex digit, or -1.
int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

/// A dash stands before bytes 4, 6, 8 and 10.
bool dash_before(std::size_t byte) { return byte == 4 || byte == 6 || byte == 8 || byte == 10; }

}  // namespace

Uuid Uuid::make() {
  Uuid made;
  fill_random(made.bytes_);
  made.bytes_[6] = static_cast<std::uint8_t>((made.bytes_[6] & 0x0f) | 0x40);  // version 4
  made.bytes_[8] = static_cast<std::uint8_t>((made.bytes_[8] & 0x3f) | 0x80);  // RFC 9562 variant
  return made;
}

Result<Uuid> Uuid::parse(std::string_view text) {
  constexpr auto why = "is not an id (a UUID such as 3f0c…-…-…)";
  if (text.size() != 36) return fail(Errc::invalid, why);
  Uuid parsed;
  std::size_t at = 0;
  for (std::size_t byte = 0; byte < parsed.bytes_.size(); ++byte) {
    if (dash_before(byte) && text[at++] != '-') return fail(Errc::invalid, why);
    const int high = hex_value(text[at++]);
    const int low = hex_value(text[at++]);
    if (high < 0 || low < 0) return fail(Errc::invalid, why);
    parsed.bytes_[byte] = static_cast<std::uint8_t>(high << 4 | low);
  }
  return parsed;
}

std::string Uuid::text() const {
  std::string out;
  out.reserve(36);
  for (std::size_t byte = 0; byte < bytes_.size(); ++byte) {
    if (dash_before(byte)) out += '-';
    out += hex_digits[bytes_[byte] >> 4];
    out += hex_digits[bytes_[byte] & 0x0f];
  }
  return out;
}

}  // namespace tapedeck

std::size_t std::hash<tapedeck::Uuid>::operator()(const tapedeck::Uuid& uuid) const noexcept {
  std::size_t value = 0;  // the bytes are random already
  std::memcpy(&value, uuid.bytes_.data(), sizeof value);
  return value;
}
