#pragma once

#include "audio/mpeg_header.hpp"
#include "audio/mpeg_tag.hpp"
#include "audio/window.hpp"
#include "base/result.hpp"

#include <cstdint>
#include <optional>

namespace tapedeck::audio {

/// One frame of an MP3 file.
struct MpegFrame {
  std::uint64_t first_byte = 0;
  std::uint64_t end_byte = 0;    ///< The one behind its last.
  std::uint32_t main_bytes = 0;  ///< Of coded sound; some of it may belong to later frames.
  std::uint32_t reservoir = 0;   ///< So many main bytes of the frames before it are its own.
};

/// Walks along the frames of an MP3 file. Nothing is decoded.
class MpegFrames {
 public:
  /// Finds the first frame at or behind `at`, which the next one has to agree with, and reads the
  /// encoder's tag. `window` outlives the result.
  /// Errors: `invalid` when there is none; the source's.
  [[nodiscard]] static Result<MpegFrames> open(Window& window, std::uint64_t at);

  /// Of the first frame; all others go with it.
  [[nodiscard]] const MpegHeader& header() const noexcept { return header_; }

  /// Where the first frame begins, which holds the tag if there is one.
  [[nodiscard]] std::uint64_t first_byte() const noexcept { return first_byte_; }

  /// Nothing when the first frame is sound.
  [[nodiscard]] const std::optional<EncoderTag>& tag() const noexcept { return tag_; }

  /// The next frame of sound; nothing behind the last one. A last frame that is cut off is left
  /// out. Errors: `invalid` when something else lies between frames; the source's. Do not call
  /// again after an error.
  [[nodiscard]] Result<std::optional<MpegFrame>> next();

 private:
  MpegFrames(Window& window, std::uint64_t at, const MpegHeader& header);

  [[nodiscard]] Result<void> check_end();

  Window* window_;
  std::uint64_t first_byte_;
  std::uint64_t at_;
  MpegHeader header_;
  std::optional<EncoderTag> tag_;
};

}  // namespace tapedeck::audio
