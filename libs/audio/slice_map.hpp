#pragma once

#include "audio/byte_source.hpp"
#include "audio/codec.hpp"
#include "base/result.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace tapedeck::audio {

/// A run of bytes of a sound file that decodes by itself, and which of the decoded samples count.
/// Numbers of samples are those of one channel.
struct Slice {
  std::uint64_t first_byte = 0;
  std::uint64_t end_byte = 0;      ///< The one behind the last.
  std::uint32_t drop_samples = 0;  ///< Decoded samples before the slice's own; a decoder's run-up.
  std::uint32_t keep_samples = 0;  ///< The slice's own.

  friend bool operator==(const Slice&, const Slice&) = default;
};

/// A track cut into slices, for a player that decodes a few seconds at a time and puts them, and
/// whole tracks, one behind the other with no sample between them.
///
/// What the slices keep, in their order, is the track: every sample once, what the encoder added
/// before and behind it left out.
struct SliceMap {
  Codec codec = Codec::flac;  ///< Or mp3; others are not cut.
  std::uint32_t sample_rate = 0;
  std::uint32_t channels = 0;
  std::uint64_t samples = 0;  ///< The sum of what the slices keep.
  std::string head{};         ///< Base64 of what a FLAC slice needs in front; empty for MP3.
  std::vector<Slice> slices{};

  friend bool operator==(const SliceMap&, const SliceMap&) = default;
};

/// The most slices a map has: 10 seconds each, that is a recording of eleven days.
constexpr std::size_t most_slices = 100'000;

/// How long slice number `index` should be: 1, 2, 5, then 10 seconds, so that the first sound comes
/// soon and a long track takes few requests.
[[nodiscard]] constexpr std::uint32_t seconds_of_slice(std::size_t index) noexcept {
  if (index == 0) return 1;
  if (index == 1) return 2;
  return index == 2 ? 5 : 10;
}

/// Cuts a FLAC or MP3 file into slices. Reads it once from front to back, in memory that does not
/// grow with the file but for the slices themselves.
///
/// What a file is, its bytes say, not its name. Errors: `invalid`, with a sentence, when it is
/// neither, or is damaged; the source's.
[[nodiscard]] Result<SliceMap> make_slice_map(ByteSource& source);

}  // namespace tapedeck::audio
