#pragma once

#include <span>
#include <string>
#include <string_view>

namespace tapedeck::music {

/// An artist's name as it is compared: "The Grateful Dead" and "GRATEFUL DEAD" are one,
/// "Salt & Pepper" and "Salt and Pepper" too. A leading "the", case, accents and punctuation do not
/// count; a word more or less does, as "Dave Matthews" and the "Dave Matthews Band" are two acts. A
/// name that would lose everything ("The The", "!!!") keeps what it has. Empty only for empty text.
[[nodiscard]] std::string fold_artist(std::string_view name);

/// Whose concert an item holds: the creator whom the title begins with, else the first; in the
/// Archive's collections of tapers, where the creator may be the taper, the artist whom a title
/// "Artist Live at Venue on Date" names. Several names joined by `;` are several creators. Empty
/// when nobody is named.
[[nodiscard]] std::string artist_of(std::span<const std::string> creators, std::string_view title,
                                    std::span<const std::string> collections);

}  // namespace tapedeck::music
