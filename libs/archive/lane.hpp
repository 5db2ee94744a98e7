#pragma once

#include <cstddef>
#include <cstdint>

namespace tapedeck::archive {

/// The kinds of call the Archive is asked, which do not wait for one another.
enum class Lane : std::uint8_t {
  lookup,    ///< Search, scrape, metadata.
  transfer,  ///< The bytes of a file that is to be kept.
  play,      ///< The bytes of a file that somebody listens to right now.
};
inline constexpr std::size_t lanes = 3;

/// What calls come to, as far as manners go.
enum class Reaction : std::uint8_t {
  answered,     ///< Any answer but the next.
  overloaded,   ///< 429 or 503.
  unreachable,  ///< The Archive's own host refused the connection or could not be reached.
  silent,       ///< Nothing came until the call gave up.
};

}  // namespace tapedeck::archive
