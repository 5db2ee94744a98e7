#pragma once

#include "audio/byte_source.hpp"
#include "base/result.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace tapedeck::audio {

/// The piece of a source that is being looked at. A file of any size takes no more memory than
/// this one piece.
class Window {
 public:
  /// The most that can be seen at once: a few frames of any codec, and enough for one read to cost
  /// more than its system call.
  static constexpr std::size_t most_bytes = 64 * 1024;

  /// `source` outlives the window.
  explicit Window(ByteSource& source);

  /// The bytes from `at` on: at least `least` (up to `most_bytes`), fewer only where the source
  /// ends, often more. Valid until the next call. Errors: the source's.
  [[nodiscard]] Result<std::span<const std::uint8_t>> see(std::uint64_t at, std::size_t least);

  /// How long the whole source is.
  [[nodiscard]] std::uint64_t source_bytes() const noexcept { return source_bytes_; }

 private:
  ByteSource& source_;
  std::uint64_t source_bytes_;
  std::vector<std::uint8_t> buffer_;
  std::uint64_t first_ = 0;  ///< Where in the source the buffer begins.
  std::size_t filled_ = 0;
};

}  // namespace tapedeck::audio
