#pragma once

// Private to libs/audio.

#include "audio/window.hpp"
#include "base/result.hpp"

#include <cstdint>
#include <optional>
#include <span>

namespace tapedeck::audio {

/// Reads a source bit by bit, the highest of each byte first. Behind its end there are ones, which
/// ended() tells; what a source cannot give, broken() tells.
class BitReader {
 public:
  /// From the byte `at` on. `window` outlives this.
  BitReader(Window& window, std::uint64_t at) : window_(window), first_(at), at_(at) {}

  /// At most 32 bits.
  [[nodiscard]] std::uint32_t bits(unsigned count);

  /// No code begins with so many zeros.
  static constexpr std::uint32_t most_zeros = 1U << 24;

  /// How many zeros stand before the next one, which is read as well. Stops soon after
  /// `most_zeros`.
  [[nodiscard]] std::uint32_t zeros();

  /// Whether more was read than there is.
  [[nodiscard]] bool ended() const noexcept {
    return used() > (window_.source_bytes() - first_) * 8;
  }

  /// Where the byte of the next bit lies, or the one behind when that is its first.
  [[nodiscard]] std::uint64_t byte() const noexcept { return first_ + (used() + 7) / 8; }

  [[nodiscard]] const std::optional<Error>& broken() const noexcept { return broken_; }

 private:
  void fill();
  [[nodiscard]] std::uint64_t used() const noexcept { return (at_ - first_) * 8 - have_; }

  Window& window_;
  std::uint64_t first_;
  std::uint64_t at_;         ///< The next byte to take.
  std::uint64_t cache_ = 0;  ///< The next bits, from the highest on.
  unsigned have_ = 0;        ///< So many of them.
  std::span<const std::uint8_t> seen_{};
  std::optional<Error> broken_;
};

}  // namespace tapedeck::audio
