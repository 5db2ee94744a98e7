#include "archive/sound_format.hpp"

#include "base/ascii.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace tapedeck::archive {
namespace {

constexpr auto lossless = std::to_array<std::string_view>(
    {"24bit Flac", "Flac", "Shorten", "Apple Lossless Audio", "AIFF", "WAVE"});
constexpr auto lossy = std::to_array<std::string_view>(
    {"VBR MP3", "320Kbps MP3", "256Kbps MP3", "192Kbps MP3", "160Kbps MP3", "128Kbps MP3",
     "Ogg Vorbis", "96Kbps MP3", "64Kbps MP3", "MP3", "Windows Media", "Real Media"});

struct SuffixRow {
  std::string_view suffix;
  std::string_view format;  ///< The Archive's word for what has it; empty when that may be several.
};

// clang-format off
constexpr auto suffixes = std::to_array<SuffixRow>({
    {"flac", "Flac"},       {"shn", "Shorten"},      {"mp3",  "MP3"},        {"ogg", "Ogg Vorbis"},
    {"oga",  "Ogg Vorbis"}, {"wav", "WAVE"},         {"aif",  "AIFF"},       {"aiff", "AIFF"},
    {"wma",  "Windows Media"}, {"rm", "Real Media"}, {"ra",   "Real Media"},
    {"m4a",  ""},           {"opus", ""},
});
// clang-format on

constexpr SoundKind kind_of(std::string_view format) {
  if (std::ranges::find(lossless, format) != lossless.end()) return SoundKind::lossless;
  if (std::ranges::find(lossy, format) != lossy.end()) return SoundKind::lossy;
  return SoundKind::none;
}

static_assert(std::ranges::all_of(suffixes, [](const SuffixRow& row) {
  return row.format.empty() || kind_of(row.format) != SoundKind::none;
}));

const SuffixRow* row_of(const FileName& name) {
  const auto dot = name.text().rfind('.');
  if (dot == std::string_view::npos) return nullptr;
  const auto suffix = ascii::lower_case(name.text().substr(dot + 1));
  const auto* const row = std::ranges::find(suffixes, suffix, &SuffixRow::suffix);
  return row == suffixes.end() ? nullptr : row;
}

}  // namespace

SoundKind sound_kind(std::string_view format) { return kind_of(format); }

std::span<const std::string_view> lossless_formats() { return lossless; }
std::span<const std::string_view> lossy_formats() { return lossy; }

bool has_sound_suffix(const FileName& name) { return row_of(name) != nullptr; }

std::string_view format_of_suffix(const FileName& name) {
  const auto* const row = row_of(name);
  return row == nullptr ? std::string_view() : row->format;
}

}  // namespace tapedeck::archive
