#pragma once

#include "archive/item.hpp"

namespace tapedeck::archive {

/// Gives the files of an item what they lack and others of it have: sound without a title has that
/// of the upload it was made from; a Shorten file the length of what was made from it, since its
/// own is wrong (by more than 3 s in 1,456 of 2,836 recorded tracks) and is forgotten in any case;
/// an upload that sound was made from the format of its suffix, when its own is no sound's. Notes
/// what it gave.
void mend(Item& item);

}  // namespace tapedeck::archive
