#pragma once

#include "messages/concerts.hpp"
#include "music/archive_date.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace tapedeck::aggregation {

/// One recording, as browse found it and as it is grouped.
struct Recording {
  messages::FoundItem found;
  std::optional<std::uint32_t> tracks;  ///< Nothing until its item has been looked into.

  std::string artist;      ///< As the item spells it, at most 300 bytes of it.
  std::string artist_key;  ///< As artists are compared (music/artist_name.hpp).
  music::ItemDate date;
  music::DayPart day_part = music::DayPart::unsaid;
  music::SourceKind kind = music::SourceKind::unknown;
  music::Extent extent = music::Extent::whole;
  bool gone_dark =
      false;  ///< Found by searches, but its item was not there when it was looked into.
};

/// Reads what can be grouped from what was found. Nothing for an item that names no artist or no
/// year: it belongs to no concert that could be found again. Of a title, a venue or a source only
/// the first few KiB are kept, and no size or time that the tables could not hold.
[[nodiscard]] std::optional<Recording> read_recording(messages::FoundItem found,
                                                      std::optional<std::uint32_t> tracks = {});

}  // namespace tapedeck::aggregation
