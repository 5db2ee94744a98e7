#pragma once

#include "base/result.hpp"
#include "messages/catalogue.hpp"

#include <string>

namespace tapedeck::browse {

/// What lies in the folder `path` of an item: folders first, then files, each by name. An empty
/// path is the item itself.
///
/// Errors: `not_found` when the item has no such folder.
[[nodiscard]] Result<messages::Directory> directory_of(const messages::ItemDetails& item,
                                                       const std::string& path);

}  // namespace tapedeck::browse
