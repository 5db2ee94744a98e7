#pragma once

#include "base/item_identifier.hpp"

#include <cstdint>
#include <string_view>

namespace tapedeck::music {

/// How much of a concert a recording says it holds.
enum class Extent : std::uint8_t {
  whole,       ///< Says nothing else.
  part,        ///< One set of several, or what was left of it.
  no_concert,  ///< A rehearsal, a sound check, an interview, work in a studio.
};

/// Reads `.partial.`, `.set2.`, `.s1.`, `sndchk`, "rehearsal" and the like from the identifier and
/// the venue. Both sets together are a whole. Total.
[[nodiscard]] Extent extent_of(const ItemIdentifier& item, std::string_view venue);

}  // namespace tapedeck::music
