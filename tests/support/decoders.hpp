#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace tapedeck::test {

/// Bytes of a file.
using Bytes = std::vector<std::uint8_t>;

/// What a decoder that is not ours made of a sound file.
struct Pcm {
  unsigned rate = 0;
  unsigned channels = 0;
  std::vector<std::int32_t> samples;  ///< Channels in turn; of MP3, 16 bits.
  bool whole = false;                 ///< Nothing was amiss.
};

/// Decodes FLAC by libFLAC.
[[nodiscard]] Pcm decode_flac(std::span<const std::uint8_t> bytes);

/// Decodes MP3 by libmpg123, which leaves out what LAME's tag says the encoder added.
[[nodiscard]] Pcm decode_mp3(std::span<const std::uint8_t> bytes);

}  // namespace tapedeck::test
