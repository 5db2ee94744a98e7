#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tapedeck::music {

/// What a run of songs between breaks was.
enum class SetKind : std::uint8_t { set, encore };

/// Which set of a concert: the first set, the second set, the first encore.
struct SetName {
  SetKind kind = SetKind::set;
  unsigned number = 1;  ///< From 1 within its kind.

  friend bool operator==(const SetName&, const SetName&) = default;
};

/// A set as somebody wrote it down.
struct WrittenSet {
  SetName name;
  std::vector<std::string> songs;  ///< As written, without what read_track_title() takes off.
};

/// The sets of a concert in a text that may hold a setlist, as uploaders put one into the
/// description of an item: headings ("Set 1", "II:", "Second Set", "E:"), and songs divided by line
/// ends, commas or segue marks. `text` is plain (HTML taken out) UTF-8.
///
/// Empty unless there is a heading. What stands between headings counts as songs even where it is
/// prose, so compare them with the tracks. At most 12 sets of 200 songs; the rest is not read.
[[nodiscard]] std::vector<WrittenSet> read_setlist(std::string_view text);

/// The words of a song's title that tell it from others; all of them where none does.
[[nodiscard]] std::vector<std::string> song_words(std::string_view title);

/// Whether two titles, as song_words(), may be of one song, in the ways people write them: "China
/// Cat" and "China Cat Sunflower", "Minglewood Blues" and "New Minglewood Blues".
[[nodiscard]] bool may_be_one_song(std::span<const std::string> one,
                                   std::span<const std::string> other);

}  // namespace tapedeck::music
