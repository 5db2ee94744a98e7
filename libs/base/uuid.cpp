#include "base/uuid.hpp"

#include "base/encoding.hpp"
#include "base/random.hpp"

#include <cstring>
#include <span>

namespace tapedeck {
namespace {

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
    const std::span one(&parsed.bytes_[byte], 1);
    if (!read_hex(text.substr(at, 2), one)) return fail(Errc::invalid, why);
    at += 2;
  }
  return parsed;
}

std::string Uuid::text() const {
  auto out = to_hex(bytes_);
  for (const std::size_t dash : {8U, 13U, 18U, 23U})
    out.insert(dash, 1, '-');
  return out;
}

}  // namespace tapedeck

std::size_t std::hash<tapedeck::Uuid>::operator()(const tapedeck::Uuid& uuid) const noexcept {
  std::size_t value = 0;  // the bytes are random already
  std::memcpy(&value, uuid.bytes_.data(), sizeof value);
  return value;
}
