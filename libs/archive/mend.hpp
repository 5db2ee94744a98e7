#pragma once

#include "archive/item.hpp"

namespace tapedeck::archive {

/// Gives the files of an item what they lack and others of it have: a derivative without a title
/// that of its original, a Shorten file the length of a derivative, since its own is wrong (by more
/// than 3 s in 1,456 of 2,836 recorded tracks). Notes what it did.
void mend(Item& item);

}  // namespace tapedeck::archive
