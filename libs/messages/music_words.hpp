#pragma once

#include "json/rule.hpp"
#include "music/concert_date.hpp"
#include "music/day_part.hpp"
#include "music/extent.hpp"
#include "music/setlist.hpp"
#include "music/source_kind.hpp"

#include <boost/describe.hpp>

#include <type_traits>

// The words of the field, as the wire and the tables spell them.
namespace tapedeck::music {

BOOST_DESCRIBE_ENUM(SourceKind, unknown, audience, soundboard, matrix, broadcast)
BOOST_DESCRIBE_ENUM(SourceField, none, source, identifier, lineage, title)
BOOST_DESCRIBE_ENUM(DayPart, unsaid, early, late, both)
BOOST_DESCRIBE_ENUM(Extent, whole, part, no_concert)
BOOST_DESCRIBE_ENUM(SetKind, set, encore)

constexpr json::Rule json_rule(std::type_identity<ConcertDate>) {
  return {.min_length = 10,
          .max_length = 10,
          .pattern = "^[0-9]{4}-([0-9]{2}-([0-9]{2}|XX)|XX-XX)$",
          .doc = "YYYY-MM-DD, with XX for what is unknown."};
}

}  // namespace tapedeck::music
