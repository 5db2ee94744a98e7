#pragma once

#include "base/item_identifier.hpp"
#include "music/concert_date.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace tapedeck::music {

/// Who said when a recording was made.
enum class DateOrigin : std::uint8_t { metadata, identifier };

/// The date of an item, and how sure it is.
struct ItemDate {
  ConcertDate date;
  DateOrigin origin = DateOrigin::metadata;
  /// The item's other date, where it has one that contradicts this one: either may be a typing
  /// error (20 of 17,854 items of the Grateful Dead), or, where the identifier says XX, the day in
  /// the metadata may be a guess.
  std::optional<ConcertDate> contradicted_by;
};

/// Reads a date as uploaders wrote it: a time after it is cut off ("1977-05-08T::Z"), 00 is
/// unknown, a month above 12 and a day below 13 change places, and what the calendar still does not
/// have becomes unknown. Also reads the ways in which listeners write one. Nothing when there is no
/// year in it.
[[nodiscard]] std::optional<ConcertDate> read_archive_date(std::string_view raw);

/// The date in an identifier: `gd1977-05-08.sbd…`, or `gd77-05-08.sbd…` as the old ones have it,
/// with XX or 00 for what is unknown. Nothing when there is none.
[[nodiscard]] std::optional<ConcertDate> date_in(const ItemIdentifier& item);

/// The date of an item: what its metadata says; its identifier where that says nothing, or names
/// the day that the metadata leaves open. Nothing when neither has a date.
///
/// The rules are those of RelistenNet/RelistenApi, ArchiveOrgImporterUtils.FixDisplayDate; which
/// of two whole dates to believe was counted over 17,854 items (metadata is the better key).
[[nodiscard]] std::optional<ItemDate> date_of(std::string_view raw, const ItemIdentifier& item);

}  // namespace tapedeck::music
