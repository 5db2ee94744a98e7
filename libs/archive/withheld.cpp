#include "archive/withheld.hpp"

#include "archive/sound_format.hpp"

#include <algorithm>

namespace tapedeck::archive {
namespace {

constexpr std::string_view stream_only_reason =
    "The artist lets this recording be streamed, but not downloaded.";
constexpr std::string_view private_reason = "The Archive hands this file to nobody.";
constexpr std::string_view no_sound_reason = "The item has no sound that can be downloaded.";

}  // namespace

bool is_sound(const File& file) {
  return sound_kind(file.format) != SoundKind::none || file.length.has_value();
}

std::string_view why_withheld(const Item& item, const File& file) {
  const bool stream_only = item.is_stream_only() || item.is_restricted;
  if (stream_only && (file.is_private || is_sound(file))) return stream_only_reason;
  if (file.is_private) return private_reason;
  return {};
}

std::string_view why_withheld(const Item& item) {
  const auto can_be_kept = [&](const File& file) {
    return is_sound(file) && file.bytes != 0U && why_withheld(item, file).empty();
  };
  if (std::ranges::any_of(item.files, can_be_kept)) return {};
  const auto by_wish = [&](const File& file) {
    return why_withheld(item, file) == stream_only_reason;
  };
  return std::ranges::any_of(item.files, by_wish) ? stream_only_reason : no_sound_reason;
}

}  // namespace tapedeck::archive
