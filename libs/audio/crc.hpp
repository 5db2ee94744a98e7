#pragma once

#include <array>
#include <cstdint>
#include <span>

namespace tapedeck::audio {

namespace detail {

template <class Crc>
consteval std::array<Crc, 256> crc_table(unsigned polynomial) {
  constexpr unsigned bits = sizeof(Crc) * 8;
  std::array<Crc, 256> table{};
  for (unsigned i = 0; i < table.size(); ++i) {
    unsigned crc = i << (bits - 8);
    for (int bit = 0; bit < 8; ++bit)
      crc = (crc << 1) ^ ((crc >> (bits - 1) & 1) != 0 ? polynomial : 0);
    table[i] = static_cast<Crc>(crc);
  }
  return table;
}

inline constexpr auto crc16_table = crc_table<std::uint16_t>(0x8005);

}  // namespace detail

/// The sum over a FLAC frame's header (RFC 9639 §9.1.8): x^8 + x^2 + x + 1, begun at 0. Over a
/// header together with its sum it is 0.
[[nodiscard]] std::uint8_t crc8(std::span<const std::uint8_t> bytes) noexcept;

/// The sum over a whole FLAC frame (RFC 9639 §9.3): x^16 + x^15 + x^2 + 1, begun at 0.
[[nodiscard]] std::uint16_t crc16(std::span<const std::uint8_t> bytes) noexcept;

/// The sum of one byte more.
[[nodiscard]] inline std::uint16_t crc16_step(std::uint16_t crc, std::uint8_t byte) noexcept {
  return static_cast<std::uint16_t>(crc << 8 ^ detail::crc16_table[crc >> 8 ^ byte]);
}

}  // namespace tapedeck::audio
