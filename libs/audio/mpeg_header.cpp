#include "audio/mpeg_header.hpp"

#include <array>

namespace tapedeck::audio {

namespace {

// In kbit/s; 0 is free format, and index 15 is forbidden.
constexpr auto first_version_rates = std::to_array<std::uint32_t>(
    {0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0});
constexpr auto later_version_rates =
    std::to_array<std::uint32_t>({0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0});
constexpr auto sample_rates = std::to_array<std::uint32_t>({44'100, 48'000, 32'000});

constexpr unsigned version_2_5 = 0;
constexpr unsigned version_2 = 2;
constexpr unsigned version_1 = 3;  // 1 is reserved
constexpr unsigned layer_3 = 1;
constexpr unsigned one_channel = 3;
constexpr unsigned reserved_emphasis = 2;

}  // namespace

std::optional<MpegHeader> parse_mpeg_header(std::span<const std::uint8_t> bytes) noexcept {
  if (bytes.size() < MpegHeader::header_bytes || bytes[0] != 0xff || (bytes[1] & 0xe0) != 0xe0)
    return std::nullopt;
  const unsigned version = bytes[1] >> 3 & 3;
  const unsigned layer = bytes[1] >> 1 & 3;
  const unsigned bit_rate_code = bytes[2] >> 4;
  const unsigned sample_rate_code = bytes[2] >> 2 & 3;
  const unsigned padding = bytes[2] >> 1 & 1;
  const bool known = version == version_1 || version == version_2 || version == version_2_5;
  if (!known || layer != layer_3 || sample_rate_code >= sample_rates.size() ||
      (bytes[3] & 3) == reserved_emphasis)
    return std::nullopt;

  MpegHeader header;
  header.first_version = version == version_1;
  header.summed = (bytes[1] & 1) == 0;
  header.channels = bytes[3] >> 6 == one_channel ? 1 : 2;
  header.sample_rate = sample_rates[sample_rate_code] >> (version == version_1   ? 0
                                                          : version == version_2 ? 1
                                                                                 : 2);
  const auto kilobits =
      (header.first_version ? first_version_rates : later_version_rates)[bit_rate_code];
  if (kilobits == 0) return std::nullopt;
  header.bytes = header.samples() / 8 * kilobits * 1'000 / header.sample_rate + padding;
  return header;
}

}  // namespace tapedeck::audio
