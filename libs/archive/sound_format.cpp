#include "archive/sound_format.hpp"

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
constexpr auto suffixes = std::to_array<std::string_view>(
    {"flac", "shn", "mp3", "ogg", "oga", "wav", "aif", "aiff", "m4a", "opus", "wma", "rm", "ra"});

}  // namespace

SoundKind sound_kind(std::string_view format) {
  if (std::ranges::find(lossless, format) != lossless.end()) return SoundKind::lossless;
  if (std::ranges::find(lossy, format) != lossy.end()) return SoundKind::lossy;
  return SoundKind::none;
}

std::span<const std::string_view> lossless_formats() { return lossless; }
std::span<const std::string_view> lossy_formats() { return lossy; }

bool has_sound_suffix(const FileName& name) {
  const auto dot = name.text().rfind('.');
  if (dot == std::string_view::npos) return false;
  std::string suffix(name.text().substr(dot + 1));
  for (char& c : suffix) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return std::ranges::find(suffixes, suffix) != suffixes.end();
}

}  // namespace tapedeck::archive
