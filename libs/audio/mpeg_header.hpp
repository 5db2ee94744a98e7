#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace tapedeck::audio {

/// The header of one frame of MPEG audio, layer III (ISO 11172-3 §2.4.1.3, ISO 13818-3 §2.4.1.3 and
/// the unofficial MPEG 2.5), which is what an MP3 file is made of.
struct MpegHeader {
  static constexpr std::size_t header_bytes = 4;

  bool first_version = false;     ///< MPEG-1; else MPEG-2 or 2.5, with half as many samples.
  bool summed = false;            ///< A CRC-16 follows the header.
  std::uint32_t sample_rate = 0;  ///< 8,000 to 48,000.
  unsigned channels = 0;          ///< 1 or 2.
  /// Of the whole frame; at least 24 (8 kbit/s at 24 kHz), one more than all before the main data.
  std::size_t bytes = 0;

  /// Of one channel.
  [[nodiscard]] std::uint32_t samples() const noexcept { return first_version ? 1152 : 576; }

  /// Of what lies between the header (and its sum) and the main data: where that data begins, and
  /// how it is coded.
  [[nodiscard]] std::size_t side_bytes() const noexcept {
    if (first_version) return channels == 1 ? 17 : 32;
    return channels == 1 ? 9 : 17;
  }

  /// Where the side information begins in the frame.
  [[nodiscard]] std::size_t side_at() const noexcept { return header_bytes + (summed ? 2 : 0); }

  /// Whether a frame with this header can follow one with `other` in the same sound.
  [[nodiscard]] bool goes_with(const MpegHeader& other) const noexcept {
    return first_version == other.first_version && sample_rate == other.sample_rate &&
           channels == other.channels;
  }
};

/// Reads the header at the beginning of `bytes`; nothing when there is none, when it is of another
/// layer, or of free format, whose frames do not say how long they are.
[[nodiscard]] std::optional<MpegHeader> parse_mpeg_header(
    std::span<const std::uint8_t> bytes) noexcept;

}  // namespace tapedeck::audio
