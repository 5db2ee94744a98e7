#pragma once

#include "archive/file_name.hpp"

#include <cstdint>
#include <span>
#include <string_view>

namespace tapedeck::archive {

/// How a file holds sound, by the Archive's word for its format.
enum class SoundKind : std::uint8_t {
  none,  ///< No sound.
  lossless,
  lossy,
};

/// "Flac" is lossless, "VBR MP3" lossy, "Flac FingerPrint" none. The words are those of the
/// Archive, counted over 52,549 files of live music.
[[nodiscard]] SoundKind sound_kind(std::string_view format);

/// The Archive's words for formats, those of the best sound first.
[[nodiscard]] std::span<const std::string_view> lossless_formats();
[[nodiscard]] std::span<const std::string_view> lossy_formats();

/// Whether a file is called as sound is: `.flac`, `.shn`, `.mp3`. The Archive has taken a cover in
/// `.bmp` for Shorten and labels in `.jwl` for MP3.
[[nodiscard]] bool has_sound_suffix(const FileName& name);

/// The Archive's word for the format of what is called so; sound_kind() knows it. Empty when that
/// is no sound, or may be in several formats: `.m4a` is lossless or not.
[[nodiscard]] std::string_view format_of_suffix(const FileName& name);

}  // namespace tapedeck::archive
