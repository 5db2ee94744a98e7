#pragma once

#include "audio/window.hpp"
#include "base/result.hpp"

#include <array>
#include <cstddef>
#include <cstdint>

namespace tapedeck::audio {

/// What the STREAMINFO block of a FLAC file says (RFC 9639 §8.2).
struct StreamInfo {
  static constexpr std::size_t bytes = 34;

  std::uint32_t most_block = 0;   ///< Samples of the largest frame, at least 16.
  std::uint32_t sample_rate = 0;  ///< Never 0: such a file holds no sound.
  unsigned channels = 0;          ///< 1 to 8.
  unsigned bits = 0;              ///< Of one sample, 4 to 32.
  std::uint64_t samples = 0;      ///< Of one channel; 0 when the encoder did not know.
  std::array<std::uint8_t, bytes> raw{};
};

/// Reads the block's 34 bytes. Errors: `invalid`.
[[nodiscard]] Result<StreamInfo> parse_stream_info(std::span<const std::uint8_t> block);

/// The beginning of a FLAC file.
struct FlacHead {
  StreamInfo info;
  std::uint64_t sound = 0;  ///< Where the first frame begins.
};

/// Reads what stands before the sound of a FLAC file whose "fLaC" is at `at`. Pictures and other
/// blocks are stepped over, not read.
/// Errors: `invalid`; the source's.
[[nodiscard]] Result<FlacHead> read_flac_head(Window& window, std::uint64_t at);

/// Whether "fLaC" stands at the beginning of `bytes`.
[[nodiscard]] bool is_flac(std::span<const std::uint8_t> bytes) noexcept;

/// "fLaC" and a STREAMINFO, the only block.
using SliceHead = std::array<std::uint8_t, 4 + 4 + StreamInfo::bytes>;

/// What makes a run of frames a FLAC file of its own when it is put in front: the file's own
/// STREAMINFO without what is not true of a part (frame sizes, number of samples, MD5). All of
/// these may be unknown, which is 0 (RFC 9639 §8.2).
[[nodiscard]] SliceHead make_slice_head(const StreamInfo& info);

}  // namespace tapedeck::audio
