#pragma once

#include <string>

namespace tapedeck::bench {

/// Reads the metadata of an item as often as fits a moment, ours and by Boost.JSON's bare parse in
/// turns; gives bytes a second of each.
struct DecodingRate {
  double ours = 0;
  double bare = 0;
};

/// `identifier` is whom the metadata is about. Throws when it cannot be read.
[[nodiscard]] DecodingRate decode_in_turns(const std::string& metadata,
                                           const std::string& identifier);

}  // namespace tapedeck::bench
