#pragma once

#include "base/item_identifier.hpp"
#include "music/concert_date.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tapedeck::browse {

/// What a listener typed into one field, told apart.
struct TypedWords {
  /// An item's identifier was pasted; all the rest is then empty.
  std::optional<ItemIdentifier> item{};
  /// There is an address of an item, or of an artist's collection, in it; all the rest is then
  /// empty.
  std::optional<ItemIdentifier> address{};
  std::vector<std::string> phrases{};  ///< What stood in quotation marks.
  std::optional<music::ConcertDate> from{};
  std::optional<music::ConcertDate> to{};
  std::string artist{};  ///< Meant by a short name at the front: "gd 5/8/77".
  std::string rest{};    ///< The other words.
};

/// Reads what a listener typed: dates in any human form, "phrases", short names of artists,
/// identifiers and addresses of items. Total.
[[nodiscard]] TypedWords read_typed(std::string_view text);

}  // namespace tapedeck::browse
