#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace tapedeck::music {

/// What the title of a track says.
struct TrackTitle {
  std::string title;       ///< Without marks; empty when the text names nothing.
  bool segues = false;     ///< Ends in `>` or `->`: it runs on into the next track.
  bool continues = false;  ///< Begins with one: the track before runs on into it.
  /// "E: Ripple": an encore begins or goes on with it. Which one, of "E2: Lodi"; else 0.
  std::optional<unsigned> encore{};
};

/// Reads a title as transferers write it: "d1t05 Scarlet Begonias -> * [5:42]" is "Scarlet
/// Begonias", which segues. "Jam (1)" and "Prelude in C#" stay. "unknown" and "Track 07" name
/// nothing. `numbers` are those that the track is known to have: "10 Deal" is "Deal" when it is the
/// tenth, while "16 Tons" stays. Total.
[[nodiscard]] TrackTitle read_track_title(std::string_view text,
                                          std::span<const unsigned> numbers = {});

/// The number in front of a title: 10 of "10-Around And Around". Nothing for a number alone. Total.
[[nodiscard]] std::optional<unsigned> number_before(std::string_view title);

/// Where a file's name says that it belongs; counted from 1.
struct TrackPlace {
  std::optional<unsigned> disc{};    ///< `gd77-05-08d2t05.flac`, `Disc 2/05 Bertha.flac`
  std::optional<unsigned> set{};     ///< `gd77-05-08s2t05.flac`
  std::optional<unsigned> encore{};  ///< `gd77-05-08e1t01.flac`
  std::optional<unsigned> number{};  ///< Of the track; within its disc or set, or not.
  /// What stands before all that, its letters and digits alone: names that count together share it.
  /// "gd770508" of `gd1977-05-08d2t05.flac`. Empty when the name has neither place nor number.
  std::string series{};

  friend bool operator==(const TrackPlace&, const TrackPlace&) = default;
};

/// The place in the name of a file, or in that of its folder. Total.
[[nodiscard]] TrackPlace place_in(std::string_view file_name);

/// The title in the name of a file, once its folders, suffix, date and number are taken off:
/// "gd77-05-01 s1t02 El Paso.flac" is "El Paso", "16IKnowYouRider.flac" is "I Know You Rider".
/// Empty when the name has no title in it. Total.
[[nodiscard]] std::string title_in(std::string_view file_name);

}  // namespace tapedeck::music
