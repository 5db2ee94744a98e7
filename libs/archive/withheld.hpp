#pragma once

#include "archive/item.hpp"

#include <string_view>

namespace tapedeck::archive {

/// Whether a file holds sound, by its format or because it has a length.
[[nodiscard]] bool is_sound(const File& file);

/// Why a file may not be kept, as a sentence for the listener; empty when it may. Sound of a
/// stream-only recording may not, even where the Archive would hand it out: that is the artist's
/// wish (archive.org calls these items "stream only").
[[nodiscard]] std::string_view why_withheld(const Item& item, const File& file);

/// Why none of an item's sound may be kept; empty when some may.
[[nodiscard]] std::string_view why_withheld(const Item& item);

}  // namespace tapedeck::archive
