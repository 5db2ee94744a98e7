#pragma once

#include "audio/flac_frame_header.hpp"
#include "audio/flac_head.hpp"
#include "audio/window.hpp"
#include "base/result.hpp"

#include <cstdint>
#include <optional>
#include <span>

namespace tapedeck::audio {

/// One frame, which decodes by itself.
struct FlacFrame {
  std::uint64_t first_byte = 0;
  std::uint64_t end_byte = 0;  ///< The one behind its last.
  std::uint32_t samples = 0;   ///< Of one channel.
};

/// Walks along the frames of a FLAC file.
///
/// A frame does not say how long it is. It ends where its sum (CRC-16) comes out and the header of
/// the very next frame begins, number and all, or the file ends, or a tag begins behind its sound.
/// Nothing is decoded.
class FlacFrames {
 public:
  /// `window` outlives this.
  FlacFrames(Window& window, const FlacHead& head);

  /// The next frame; nothing behind the last one. Errors: `invalid` when the sound is damaged or
  /// cut off; the source's. Do not call again after an error.
  [[nodiscard]] Result<std::optional<FlacFrame>> next();

 private:
  [[nodiscard]] Result<void> begin();
  [[nodiscard]] Result<std::uint64_t> find_end();
  [[nodiscard]] bool agrees(const FlacFrameHeader& header) const;

  /// What follows a place where the frame's sum comes out.
  enum class Edge : std::uint8_t { none, end, gap };
  [[nodiscard]] Edge edge_before(std::span<const std::uint8_t> bytes);

  Window& window_;
  StreamInfo info_;
  std::uint64_t at_;
  std::optional<FlacFrameHeader> header_;  ///< Of the frame at `at_`; nothing at the end.
  std::optional<FlacFrameHeader> following_;
  bool begun_ = false;
};

}  // namespace tapedeck::audio
