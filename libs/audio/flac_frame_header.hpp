#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace tapedeck::audio {

/// The header of one FLAC frame (RFC 9639 §9.1), with its sum checked.
struct FlacFrameHeader {
  static constexpr std::size_t most_bytes = 16;

  bool variable = false;          ///< Whether frames of this file differ in length.
  std::uint64_t number = 0;       ///< Of its first sample if `variable`, else of the frame.
  std::uint32_t samples = 0;      ///< Of one channel, 1 to 65,535.
  std::uint32_t sample_rate = 0;  ///< 0: as STREAMINFO says.
  unsigned channels = 0;
  unsigned bits = 0;      ///< 0: as STREAMINFO says.
  std::size_t bytes = 0;  ///< Of the header itself.

  /// The number that the frame behind this one must have.
  [[nodiscard]] std::uint64_t next_number() const noexcept {
    return variable ? number + samples : number + 1;
  }
};

/// Reads the header at the beginning of `bytes`; nothing when there is none, or it is cut short.
///
/// The 14 bits that begin one occur in sound as well, and one such place in 256 has a right sum:
/// a header alone proves nothing (flac_frames.hpp says what does).
[[nodiscard]] std::optional<FlacFrameHeader> parse_flac_frame_header(
    std::span<const std::uint8_t> bytes) noexcept;

}  // namespace tapedeck::audio
