#pragma once

#include "base/item_identifier.hpp"
#include "base/result.hpp"

#include <string_view>

namespace tapedeck::archive {

/// Whether a text is an address, and no identifier.
[[nodiscard]] bool is_address(std::string_view text);

/// Reads an identifier, or an address at archive.org that names an item:
/// `https://archive.org/details/gd1977-05-08…`. Errors: `invalid`.
[[nodiscard]] Result<ItemIdentifier> parse_identifier_or_address(std::string_view text);

}  // namespace tapedeck::archive
