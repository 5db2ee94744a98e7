#pragma once

#include "messages/catalogue.hpp"

#include <cstdint>
#include <optional>

namespace tapedeck::aggregation {

/// How many songs an item has: its uploaded sound files, counted in the format with the most of
/// them, since some items hold each song in several. Nothing when it has no sound.
[[nodiscard]] std::optional<std::uint32_t> count_tracks(const messages::ItemDetails& item);

}  // namespace tapedeck::aggregation
