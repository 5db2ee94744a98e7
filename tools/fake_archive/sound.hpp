#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace tapedeck::fake_archive {

/// How sound is kept as numbers. Always two channels.
struct SoundShape {
  unsigned rate = 44'100;  ///< Frames a second.
  unsigned bits = 16;      ///< 16 or 24.

  friend bool operator==(const SoundShape&, const SoundShape&) = default;
};

constexpr std::size_t channels = 2;

/// Left and right in turn, each in the upper `bits` of its 32; the rest is zero.
using Samples = std::vector<std::int32_t>;

/// One evening's sound without a break: noise up to about 3 kHz whose loudness swells and falls,
/// over a low tone. Reckoned in whole numbers, so the same seed gives the same sound on every
/// machine.
///
/// Tracks are cut from it at any frame, so that consecutive ones join without a gap, and a player
/// that adds or drops a sample at a seam is found out.
[[nodiscard]] Samples record(std::uint64_t seed, SoundShape shape, std::size_t frames);

/// Every second frame of `samples`: 96 kHz becomes 48 kHz. The noise lies far below either limit.
[[nodiscard]] Samples halve_rate(std::span<const std::int32_t> samples);

}  // namespace tapedeck::fake_archive
