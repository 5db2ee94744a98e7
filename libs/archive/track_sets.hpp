#pragma once

#include "archive/tracks.hpp"
#include "music/setlist.hpp"

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

namespace tapedeck::archive {

/// A run of tracks between breaks.
struct TrackSet {
  music::SetName name;
  std::size_t first = 0;  ///< Index of its first track.
  std::size_t count = 0;
};

/// Where the sets of a recording begin: as the names of its files say, else by comparing the tracks
/// with the setlist in its description (plain text). Names count on through encores; the setlist,
/// or titles such as "E: Ripple" and "E2: Lodi", tell where they begin. Where such titles alone
/// tell anything, what comes before is one set, and an encore ends with its disc. Every track is
/// then in one set; empty when nothing tells.
[[nodiscard]] std::vector<TrackSet> sets_of(std::span<const Track> tracks,
                                            std::string_view description);

}  // namespace tapedeck::archive
