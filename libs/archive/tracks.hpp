#pragma once

#include "archive/item.hpp"
#include "music/track_name.hpp"

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace tapedeck::archive {

/// One song of a recording as it was played, and the files that hold it.
struct Track {
  std::string title;    ///< Without segue marks. Never empty: the file's name when nobody knows.
  bool segues = false;  ///< Runs on into the next track.
  /// Its title says that it is of an encore: of which, or 0.
  std::optional<unsigned> encore{};
  music::TrackPlace place{};  ///< As the file's name counts.
  std::optional<std::chrono::milliseconds> length{};
  /// Indexes into Item::files: the best upload, then the others in the order of the item. Never
  /// empty.
  std::vector<std::size_t> renditions{};
};

/// The tracks of an item in playing order, each once, however many files hold it.
///
/// What belongs together is told by what a file was made from, and never by its stem, but for
/// uploads in several formats, which share one. The order is that of the names where they number
/// the tracks, else that of the track numbers, whole or within each folder and disc, else that of
/// the names as they are. What is called sound and is none, what has no sound in it, and, where
/// there is more than that, what lies in a folder of extras is left out. Notes in `item.repaired`
/// what was repaired and left out on the way.
///
/// Empty for an item without sound. Bounded as the item's files are.
[[nodiscard]] std::vector<Track> tracks_of(Item& item);

}  // namespace tapedeck::archive
