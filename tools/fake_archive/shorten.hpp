#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace tapedeck::fake_archive {

/// Compresses 16-bit stereo sound as Shorten 2 does: fixed polynomial predictors and Rice codes
/// around the WAV header, kept word for word.
///
/// `wav` is the whole WAV file of `samples`; its header up to the sound goes into the stream. No
/// encoder for Shorten is to be had, and the old recordings at the Archive are full of it.
///
/// Source: T. Robinson, "SHORTEN: Simple lossless and near-lossless waveform compression",
/// CUED/F-INFENG/TR.156 (1994), and the decoder in FFmpeg (libavcodec/shorten.c) for the numbers of
/// the codes.
[[nodiscard]] std::string shorten(std::string_view wav, std::span<const std::int32_t> samples);

}  // namespace tapedeck::fake_archive
