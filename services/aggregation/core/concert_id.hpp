#pragma once

#include "base/item_identifier.hpp"
#include "base/uuid.hpp"
#include "music/concert_date.hpp"
#include "music/day_part.hpp"

#include <string_view>

namespace tapedeck::aggregation {

/// What makes a concert that concert and no other.
struct ConcertKey {
  std::string_view artist_key;
  music::ConcertDate date;
  music::DayPart day_part = music::DayPart::unsaid;
  std::string_view venue_key;  ///< Empty unless the artist played at several venues that day.
};

/// The id of a concert, made from its key alone: grouping again, or in a new database, gives the
/// same one. A UUID of version 8 (RFC 9562 §5.8), whose bits are a hash of the key.
[[nodiscard]] ConcertId concert_id(const ConcertKey& key);

/// The id of a recording's row within a concert, made in the same way.
[[nodiscard]] Uuid recording_row_id(const ConcertId& concert, const ItemIdentifier& item);

}  // namespace tapedeck::aggregation
