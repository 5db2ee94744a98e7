#pragma once

#include "base/result.hpp"
#include "fake_archive/item.hpp"

#include <boost/json/object.hpp>

#include <optional>

namespace tapedeck::fake_archive {

/// An item and what search says of it; either may be missing.
struct CatalogueEntry {
  std::optional<Item> item;                     ///< Absent: search finds it, metadata is `{}`.
  std::optional<boost::json::object> document;  ///< Absent: not in the search index yet.
};

/// Makes the collection item of an artist from the `artist` part of a catalogue file.
[[nodiscard]] CatalogueEntry artist_entry(const boost::json::object& artist);

/// Makes an item from one of a catalogue file's `recordings`: README.md says what may stand there.
/// What is not given (mediatype, title, dates of upload, counts) is filled in, the same each time.
///
/// Errors: `invalid` when the identifier, or what the files are made from, is missing or not sound.
[[nodiscard]] Result<CatalogueEntry> recording_entry(const boost::json::object& artist,
                                                     const boost::json::object& recipe);

}  // namespace tapedeck::fake_archive
