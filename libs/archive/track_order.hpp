#pragma once

// Private to libs/archive: the playing order of an item's tracks.

#include "music/track_name.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

namespace tapedeck::archive {

/// Where a track lies in its item: what its file's name and its `track` say.
struct TrackPosition {
  std::size_t family;     ///< Its index; not looked at here.
  std::string_view name;  ///< Of its file, with folders.
  music::TrackPlace place;
  std::optional<unsigned> number;  ///< Of the field `track`.
};

/// Puts the tracks of an item in order. Gives whether it took their numbers to do so.
///
/// Names go before numbers, as they do in other players: of 444 items 48 lack numbers and 31 have
/// some twice. But names of several series ("gd68-8-23_filler") do not count together: the series
/// of most tracks comes first, or an early show before a late one. What names no place comes last;
/// but `place.disc` is filled in where the discs of its series are named from the second on.
[[nodiscard]] bool put_in_order(std::span<TrackPosition> tracks);

}  // namespace tapedeck::archive
