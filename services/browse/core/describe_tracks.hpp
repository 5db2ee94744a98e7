#pragma once

#include "archive/item.hpp"
#include "messages/catalogue.hpp"

namespace tapedeck::browse {

/// Fills in the tracks and sets of an item, and how long it is in all. Notes in `item.repaired`
/// what was repaired on the way. The texts of its files are plain by now, and `said.description` is
/// read for the sets.
void describe_tracks(archive::Item& item, messages::ItemDetails& said);

}  // namespace tapedeck::browse
