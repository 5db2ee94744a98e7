#pragma once

#include "fake_archive/encode.hpp"
#include "fake_archive/item.hpp"
#include "fake_archive/sound.hpp"

#include <cstddef>
#include <optional>
#include <vector>

namespace tapedeck::fake_archive {

/// One track of an item: a piece of its evening, and every file that holds it.
struct PlannedTrack {
  std::size_t original = 0;        ///< Index into Item::files.
  std::vector<std::size_t> files;  ///< The original and what derives from it, sound or not.
  SoundShape shape;
  std::size_t first_frame = 0;  ///< Within all tracks of this shape.
  std::size_t frames = 0;
};

/// What the bytes of a file of this format are; nothing when it is no sound.
[[nodiscard]] std::optional<Coding> coding_of(const boost::json::object& file);

/// The tracks of an item in the order of their originals' names, cut to 2 to 8 seconds each (2 to 3
/// where there are more than thirty).
///
/// A track is an original that is sound; its derivatives are found by their `original`, never by
/// name. Sound that names no original among the files is a track of its own.
[[nodiscard]] std::vector<PlannedTrack> plan_audio(const Item& item);

}  // namespace tapedeck::fake_archive
