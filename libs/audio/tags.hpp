#pragma once

#include "audio/window.hpp"
#include "base/result.hpp"

#include <cstdint>
#include <span>

namespace tapedeck::audio {

/// Where the bytes behind all ID3v2 tags at `at` begin; `at` itself when there is none. Some FLAC
/// files have one too, although they should not.
///
/// Source: id3.org, "ID3 tag version 2.4.0 - Main Structure" §3.1.
/// Errors: `invalid` for a tag that is longer than the file; the source's.
[[nodiscard]] Result<std::uint64_t> behind_id3v2(Window& window, std::uint64_t at);

/// Whether what follows the sound of a file is one of the tags that programs put there: ID3v1, APE,
/// Lyrics3 or ID3v2.
[[nodiscard]] bool is_tag_at_end(std::span<const std::uint8_t> bytes) noexcept;

/// Where the bytes behind one such tag at `at` begin; `at` itself when there is none, and the end
/// of the source when the tag reaches behind it.
///
/// Sources: id3.org, "ID3v1"; hydrogenaudio, "APEv2 specification"; id3.org, "Lyrics3 v2.00".
/// Errors: the source's.
[[nodiscard]] Result<std::uint64_t> behind_tag_at_end(Window& window, std::uint64_t at);

}  // namespace tapedeck::audio
