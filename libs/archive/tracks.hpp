#pragma once

#include "archive/item.hpp"
#include "music/setlist.hpp"

#include <chrono>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tapedeck::archive {

/// One song of a recording as it was played, and the files that hold it.
struct Track {
  std::string title;    ///< Without segue marks. Never empty: the file's name when nobody knows.
  bool segues = false;  ///< Runs on into the next track.
  std::optional<unsigned> disc{};  ///< As the file's name counts, from 1.
  std::optional<unsigned> set{};   ///< As the file's name counts, from 1.
  std::optional<std::chrono::milliseconds> length{};
  /// Indexes into Item::files: what was uploaded first, then what the Archive made from it. Never
  /// empty.
  std::vector<std::size_t> renditions{};
};

/// A run of tracks between breaks.
struct TrackSet {
  music::SetName name;
  std::size_t first = 0;  ///< Index of its first track.
  std::size_t count = 0;
};

/// The tracks of an item in playing order, each once, however many files hold it.
///
/// What belongs together is told by what a file was made from, and never by its stem, but for
/// uploads in several formats, which share one. The order is that of the names where these count,
/// else that of the track numbers. What is called sound and is none is left out. Notes in
/// `item.repaired` what was repaired on the way.
///
/// Empty for an item without sound. Bounded as the item's files are.
[[nodiscard]] std::vector<Track> tracks_of(Item& item);

/// Where the sets of a recording begin: as the names of its files say, else by comparing the tracks
/// with the setlist in its description (plain text). Every track is then in one set; empty when
/// neither tells.
[[nodiscard]] std::vector<TrackSet> sets_of(std::span<const Track> tracks,
                                            std::string_view description);

}  // namespace tapedeck::archive
