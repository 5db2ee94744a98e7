#pragma once

#include "audio/mpeg_header.hpp"

#include <cstdint>
#include <optional>
#include <span>

namespace tapedeck::audio {

/// What an encoder wrote into the first frame of an MP3 file in the place of sound: the Xing or
/// Info tag, LAME's part of it, or the VBRI tag.
struct EncoderTag {
  /// Samples that are no part of what was encoded.
  struct Trim {
    std::uint32_t delay = 0;    ///< Before it, without the decoder's own 529.
    std::uint32_t padding = 0;  ///< Behind it.
  };

  std::optional<std::uint32_t> frames;  ///< Behind this one; absent when it does not say.
  std::optional<Trim> trim;             ///< Absent when the encoder does not say.
};

/// Reads the tag out of `frame`, the bytes of a file's first frame; nothing when it holds sound.
///
/// Source: gabriel.mp3-tech.org/mp3infotag.html. Only LAME and the two names of libmp3lame in
/// FFmpeg are taken at their word for the trim, as FFmpeg's own reader does.
[[nodiscard]] std::optional<EncoderTag> read_encoder_tag(std::span<const std::uint8_t> frame,
                                                         const MpegHeader& header) noexcept;

}  // namespace tapedeck::audio
