#pragma once

#include "fake_archive/sound.hpp"

#include <cstdint>
#include <span>
#include <string>

namespace tapedeck::fake_archive {

/// The waveform of a track as a small PNG, 160 by 32: what the Archive calls `stem.png`.
[[nodiscard]] std::string waveform_png(std::span<const std::int32_t> samples);

/// A square PNG of one colour with a border, drawn from a seed; stands for covers and tiles.
[[nodiscard]] std::string tile_png(std::uint64_t seed);

/// As tile_png(), as a JPEG of 64 by 64.
[[nodiscard]] std::string tile_jpeg(std::uint64_t seed);

}  // namespace tapedeck::fake_archive
