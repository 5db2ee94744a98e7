#include "archive/item.hpp"

#include <algorithm>

namespace tapedeck::archive {

bool Item::is_in(std::string_view collection) const {
  return std::ranges::find(collections, collection) != collections.end();
}

const File* Item::file(std::string_view name) const& {
  const auto found =
      std::ranges::find_if(files, [&](const File& file) { return file.name.text() == name; });
  return found == files.end() ? nullptr : &*found;
}

}  // namespace tapedeck::archive
