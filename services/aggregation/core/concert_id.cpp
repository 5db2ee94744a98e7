#include "aggregation/core/concert_id.hpp"

#include "base/encoding.hpp"
#include "base/ensure.hpp"

#include <array>
#include <cstdint>
#include <string>

namespace tapedeck::aggregation {
namespace {

/// 64 bits of hash: FNV-1a, and at the end the mixing of splitmix64, so that every bit of the text
/// moves every bit of the result. Not for secrets: whoever uploads two items could at most make
/// them share an id.
std::uint64_t hash_of(std::string_view text, std::uint64_t basis) {
  constexpr std::uint64_t fnv_prime = 0x100000001b3;
  auto hash = basis;
  for (const char c : text)
    hash = (hash ^ static_cast<unsigned char>(c)) * fnv_prime;
  hash = (hash ^ (hash >> 30U)) * 0xbf58476d1ce4e5b9;
  hash = (hash ^ (hash >> 27U)) * 0x94d049bb133111eb;
  return hash ^ (hash >> 31U);
}

Uuid uuid_of(std::string_view text) {
  constexpr std::uint64_t first_basis = 0xcbf29ce484222325;   // FNV's own
  constexpr std::uint64_t second_basis = 0x9e3779b97f4a7c15;  // 2^64 over the golden ratio
  std::array<std::uint8_t, 16> bytes{};
  const std::array halves{hash_of(text, first_basis), hash_of(text, second_basis)};
  for (std::size_t i = 0; i < bytes.size(); ++i)
    bytes.at(i) = static_cast<std::uint8_t>(halves.at(i / 8) >> (56U - 8U * (i % 8)));
  bytes[6] = static_cast<std::uint8_t>((bytes[6] & 0x0fU) | 0x80U);  // version 8
  bytes[8] = static_cast<std::uint8_t>((bytes[8] & 0x3fU) | 0x80U);  // the variant of RFC 9562
  auto hex = to_hex(bytes);
  for (const std::size_t dash : {8U, 13U, 18U, 23U})
    hex.insert(dash, 1, '-');
  auto uuid = Uuid::parse(hex);
  ensure(uuid.has_value(), "sixteen bytes in hex with four dashes are a UUID");
  return *uuid;
}

std::string_view word_of(music::DayPart part) {
  if (part == music::DayPart::early) return "early";
  return part == music::DayPart::late ? "late" : "";
}

}  // namespace

ConcertId concert_id(const ConcertKey& key) {
  // Separated by a byte that no folded name holds. This spelling is for ever: ids depend on it.
  const auto date = key.date.text();
  std::string text = "concert";
  for (const auto part :
       {key.artist_key, std::string_view(date), word_of(key.day_part), key.venue_key}) {
    text += '\n';
    text += part;
  }
  auto id = ConcertId::parse(uuid_of(text).text());
  ensure(id.has_value(), "the text of a UUID is one");
  return *id;
}

Uuid recording_row_id(const ConcertId& concert, const ItemIdentifier& item) {
  return uuid_of("recording\n" + concert.text() + '\n' + std::string(item.text()));
}

}  // namespace tapedeck::aggregation
