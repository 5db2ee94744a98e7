#pragma once

// Private to libs/audio: one way of cutting slices a codec.

#include "audio/slice_map.hpp"
#include "audio/window.hpp"
#include "base/result.hpp"

#include <cstdint>

namespace tapedeck::audio {

/// Cuts the FLAC file whose "fLaC" is at `at`. Errors: as make_slice_map().
[[nodiscard]] Result<SliceMap> cut_flac(Window& window, std::uint64_t at);

/// Cuts the MP3 file whose tags end at `at`. Errors: as make_slice_map().
[[nodiscard]] Result<SliceMap> cut_mp3(Window& window, std::uint64_t at);

/// The error of a file with more than `most_slices`.
[[nodiscard]] std::unexpected<Error> too_many_slices();

}  // namespace tapedeck::audio
