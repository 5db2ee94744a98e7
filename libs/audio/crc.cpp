#include "audio/crc.hpp"

namespace tapedeck::audio {

namespace {

constexpr auto crc8_table = detail::crc_table<std::uint8_t>(0x07);

}  // namespace

std::uint8_t crc8(std::span<const std::uint8_t> bytes) noexcept {
  std::uint8_t crc = 0;
  for (const auto byte : bytes)
    crc = crc8_table[crc ^ byte];
  return crc;
}

std::uint16_t crc16(std::span<const std::uint8_t> bytes) noexcept {
  std::uint16_t crc = 0;
  for (const auto byte : bytes)
    crc = crc16_step(crc, byte);
  return crc;
}

}  // namespace tapedeck::audio
