#pragma once

#include "base/item_identifier.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace tapedeck::music {

/// Where the sound was taken from at the venue.
enum class SourceKind : std::uint8_t {
  unknown,
  audience,    ///< Microphones in the room: "AUD", "FOB", "DFC", or only their maker.
  soundboard,  ///< A feed off the mixing desk: "SBD".
  matrix,      ///< Audience and soundboard mixed: "MTX", "matrix".
  broadcast,   ///< Radio or webcast: "FM", "pre-FM".
};

/// The words that an item says of its source.
struct SourceWords {
  std::string_view source;   ///< The chain at the venue: "Schoeps CCM4 > V3 > D8".
  std::string_view lineage;  ///< From that master to these files: "DAT > CD > EAC > FLAC".
  std::string_view title;
};

/// Where a kind of source was read.
enum class SourceField : std::uint8_t { none, source, identifier, lineage, title };

/// A kind of source, and what it was read from.
struct SourceReading {
  SourceKind kind = SourceKind::unknown;
  SourceField field = SourceField::none;
  std::string word{};  ///< The one that told: "sbd", "schoeps". Empty when none did.
};

/// Tells the kind of source from the words tapers use.
///
/// Looks in `source`, then the dotted parts of the identifier, then `lineage`, then the title, and
/// stops at the first that says anything: a lineage may mention a patch from another tape. Within a
/// field matrix beats broadcast beats soundboard beats audience, because the former name the latter
/// as well. A desk that only says where the microphones stood ("behind the soundboard"), and what a
/// tape was patched with, do not count. Microphones alone are audience.
///
/// Total: text it cannot read is `unknown`, never an error.
[[nodiscard]] SourceReading classify_source(const SourceWords& words, const ItemIdentifier& item);

}  // namespace tapedeck::music
