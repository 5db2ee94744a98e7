#pragma once

#include "base/item_identifier.hpp"

#include <cstdint>
#include <string_view>

namespace tapedeck::music {

/// Which of the concerts of a day a recording says it is of, where there were two.
enum class DayPart : std::uint8_t {
  unsaid,  ///< Says nothing: it was the only one, or it may be of either or both.
  early,
  late,
  both,  ///< One tape of both concerts.
};

/// The day part in the words of an item: `.early.`, `sbd-late`, `lateshow`, `early-late` of the
/// identifier first, since uploaders copy title and venue from one item to the next; else "(Late
/// Show)", "Early and Late Shows" in title, venue or source. Total.
[[nodiscard]] DayPart day_part_of(const ItemIdentifier& item, std::string_view title,
                                  std::string_view venue, std::string_view source);

}  // namespace tapedeck::music
