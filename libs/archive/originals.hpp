#pragma once

// Private to libs/archive: what a file was made from.

#include "archive/item.hpp"

#include <cstddef>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace tapedeck::archive {

/// Where a file comes from.
struct Upload {
  std::string_view name;  ///< Of the upload, whether or not it is still in the item.
  std::size_t at = 0;     ///< Index of the file that is furthest back of those in the item.
  bool is_there = true;   ///< Whether that is the upload; else it is gone.
};

/// Finds the uploads from which the files of an item were made. The names of the files must not
/// change while it lives, nor their number.
class Originals {
 public:
  explicit Originals(const std::vector<File>& files);

  /// The upload from which a file was made, all the way back: `x.ogg` from `x.mp3` from `x.shn`.
  /// The file itself when it was made from none, or from many.
  [[nodiscard]] Upload upload_of(std::size_t at) const;

 private:
  const std::vector<File>& files_;
  std::unordered_map<std::string_view, std::size_t> by_name_;
};

}  // namespace tapedeck::archive
