#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace tapedeck::music {

/// What the title of a track says.
struct TrackTitle {
  std::string title;       ///< Without segue marks; empty when the text names nothing.
  bool segues = false;     ///< Ends in `>` or `->`: it runs on into the next track.
  bool continues = false;  ///< Begins with one: the track before runs on into it.
};

/// Reads a title as transferers write it: "d1t05 Scarlet Begonias ->" is "Scarlet Begonias", which
/// segues. "unknown" and "Track 07" name nothing. Total.
[[nodiscard]] TrackTitle read_track_title(std::string_view text);

/// Where a file's name says that it belongs; counted from 1.
struct TrackPlace {
  std::optional<unsigned> disc{};  ///< `gd77-05-08d2t05.flac`
  std::optional<unsigned> set{};   ///< `gd77-05-08s2t05.flac`

  friend bool operator==(const TrackPlace&, const TrackPlace&) = default;
};

/// The disc or set in the name of a file, folders aside. Total.
[[nodiscard]] TrackPlace place_in(std::string_view file_name);

/// The title in the name of a file, once its folders, suffix, date and number are taken off:
/// "gd77-05-01 s1t02 El Paso.flac" is "El Paso", "16IKnowYouRider.flac" is "I Know You Rider".
/// Empty when the name has no title in it. Total.
[[nodiscard]] std::string title_in(std::string_view file_name);

}  // namespace tapedeck::music
