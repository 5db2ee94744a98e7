#include "aggregation/core/track_count.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <string_view>

namespace tapedeck::aggregation {
namespace {

/// The Archive's names of formats that are sound (docs of the Archive, and 52,549 files counted).
bool is_sound(std::string_view format) {
  constexpr auto sound = std::to_array<std::string_view>(
      {"Flac", "24bit Flac", "Shorten", "WAVE", "Apple Lossless Audio", "AIFF", "Ogg Vorbis"});
  return std::ranges::find(sound, format) != sound.end() || format.ends_with("MP3");
}

}  // namespace

std::optional<std::uint32_t> count_tracks(const messages::ItemDetails& item) {
  std::map<std::string_view, std::uint32_t> originals;
  for (const auto& file : item.files) {
    if (file.origin == messages::FileOrigin::original && is_sound(file.format))
      ++originals[file.format];
  }
  if (originals.empty()) return std::nullopt;
  const auto fewer = [](const auto& a, const auto& b) { return a.second < b.second; };
  return std::ranges::max_element(originals, fewer)->second;
}

}  // namespace tapedeck::aggregation
