#pragma once

// What holds of every slice map, whatever the file was.

#include "audio/slice_map_json.hpp"
#include "base/ensure.hpp"

#include <cstdint>

namespace tapedeck::test {

inline void check_slices(const Result<audio::SliceMap>& map, std::uint64_t file_bytes) {
  if (!map) {
    ensure(map.error().code == Errc::invalid, "a file in memory is refused for what it is");
    ensure(!map.error().message.empty(), "a refusal has a sentence");
    return;
  }
  const auto back = audio::parse_slice_map(audio::to_json(*map), file_bytes);
  ensure(back.has_value(), "a map that was made may be played");
  ensure(*back == *map, "a map reads back the same");
}

}  // namespace tapedeck::test
