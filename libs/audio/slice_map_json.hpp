#pragma once

#include "audio/slice_map.hpp"
#include "base/result.hpp"
#include "json/types.hpp"

#include <boost/describe.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace tapedeck::audio {

/// A slice map as it is written: slices as rows of four numbers, since a long track has hundreds.
struct WrittenSliceMap {
  std::string codec;
  std::uint32_t sample_rate = 0;
  std::uint32_t channels = 0;
  std::uint64_t total = 0;
  std::string head;
  std::vector<std::vector<std::uint64_t>> slices;
};
BOOST_DESCRIBE_STRUCT(WrittenSliceMap, (), (codec, sample_rate, channels, total, head, slices))

constexpr auto json_fields(std::type_identity<WrittenSliceMap>) {
  return json::fields(
      "A track cut into slices that decode by themselves; what they keep joins without a gap.",
      json::field(&WrittenSliceMap::codec).about("flac or mp3."),
      json::field(&WrittenSliceMap::total)
          .about("Samples of one channel, what the encoder added taken off."),
      json::field(&WrittenSliceMap::head)
          .about("Base64 of the 42 bytes to put before each FLAC slice; empty for MP3."),
      json::field(&WrittenSliceMap::slices)
          .about(
              "First byte, the byte behind the last, decoded samples to drop, samples to keep."));
}

/// As JSON.
[[nodiscard]] std::string to_json(const SliceMap& map);

/// Reads what to_json() wrote, for a file of `file_bytes`. Whoever wrote it has read a file that
/// may be hostile, so all is checked that a player relies on: slices lie inside the file, are not
/// empty, and come to the total. Errors: `malformed`, `invalid`.
[[nodiscard]] Result<SliceMap> parse_slice_map(std::string_view text, std::uint64_t file_bytes);

}  // namespace tapedeck::audio
