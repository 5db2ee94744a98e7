#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>

namespace tapedeck::archive {

/// The kinds of call the Archive is asked. Each has its own queue, so that none fills another's.
enum class Lane : std::uint8_t {
  lookup,    ///< Search, metadata: somebody waits for it.
  picture,   ///< The picture of an item; a page of results wants fifty at a time.
  walk,      ///< A batch of a walk, which may take a minute.
  transfer,  ///< The bytes of a file that is to be kept.
  play,      ///< The bytes of a file that somebody listens to right now.
};
inline constexpr auto every_lane =
    std::to_array<Lane>({Lane::lookup, Lane::picture, Lane::walk, Lane::transfer, Lane::play});
inline constexpr std::size_t lanes = every_lane.size();

/// How a lane is called in metrics and statistics; empty for a value that is no lane.
[[nodiscard]] constexpr std::string_view to_text(Lane lane) noexcept {
  switch (lane) {
    case Lane::lookup:
      return "lookup";
    case Lane::picture:
      return "picture";
    case Lane::walk:
      return "walk";
    case Lane::transfer:
      return "transfer";
    case Lane::play:
      return "play";
  }
  return "";
}

/// Whether every lane stands in every_lane at the place of its value: a new one needs a name to
/// compile, and then a place.
consteval bool every_lane_is_listed() {
  for (std::size_t i = 0; i < lanes; ++i) {
    if (std::to_underlying(every_lane[i]) != i) return false;
  }
  return to_text(Lane{lanes}).empty();
}
static_assert(every_lane_is_listed());

/// Whether calls of this lane keep the distance to one another that Manners::spacing names: those
/// that make the Archive's own servers search. Files come from its storage nodes.
[[nodiscard]] constexpr bool is_spaced(Lane lane) noexcept {
  return lane == Lane::lookup || lane == Lane::picture || lane == Lane::walk;
}

/// What calls come to, as far as manners go.
enum class Reaction : std::uint8_t {
  answered,     ///< Any answer but the next.
  overloaded,   ///< 429 or 503.
  unreachable,  ///< The Archive's own host refused the connection or could not be reached.
  silent,       ///< Nothing came until the call gave up.
};

}  // namespace tapedeck::archive
