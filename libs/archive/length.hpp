#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace tapedeck::archive {

/// Reads how long a file plays: `[[h:]m:]s[.f]`.
///
/// VBR MP3s say "05:33" in 8,162 of 8,616 recorded cases, "108.85" in 452, "206" in 2; the other
/// formats give seconds. Nothing for any other text, for zero (which the Archive writes when it
/// does not know), and for more than a day.
///
/// The length of a Shorten original is wrong almost always (0.6 to 0.8 of the truth): take that of
/// its derivative.
[[nodiscard]] std::optional<std::chrono::milliseconds> parse_length(std::string_view text);

/// Whether a length is written that is none: "0", "0.0", "00:00".
[[nodiscard]] bool is_no_length(std::string_view text);

}  // namespace tapedeck::archive
