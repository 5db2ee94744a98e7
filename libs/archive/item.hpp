#pragma once

#include "archive/digest.hpp"
#include "archive/file_name.hpp"
#include "archive/notes.hpp"
#include "base/instant.hpp"
#include "base/item_identifier.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tapedeck::archive {

/// A file's place in its item. The Archive's own field is called `source`; here that word means
/// where the sound was taken.
///
/// Newer items mark even `_meta.xml` as original, so what a file is, its format says.
enum class Origin : std::uint8_t {
  unknown,
  original,    ///< Uploaded by the transferer.
  derivative,  ///< Made by the Archive from an original.
  metadata,    ///< Written by the Archive about the item.
};

/// One file in an item, as the Archive describes it.
struct File {
  FileName name;
  Origin origin = Origin::unknown;
  std::string format;  ///< The Archive's word: "Flac", "24bit Flac", "Shorten", "VBR MP3".

  std::optional<std::uint64_t> bytes;  ///< Absent for `_files.xml` alone.
  /// What the bytes must come to. All absent for `_files.xml`, whose md5 is one of names and not of
  /// its bytes (it says `summation`).
  std::optional<Md5> md5{};
  std::optional<Sha1> sha1{};
  std::optional<std::uint32_t> crc32{};

  /// See parse_length(). Of Shorten files that of a derivative, since their own is wrong.
  std::optional<std::chrono::milliseconds> length{};
  bool is_silent = false;  ///< Its length is given as 0: the Archive found no sound in it.
  std::optional<double> kilobits{};  ///< A second, of lossy sound: the Archive's `bitrate`.
  bool is_private = false;           ///< The Archive refuses it with 403; do not ask.

  /// The files a derivative was made from: one, or many for a derivative of the whole item. What
  /// belongs together is told by this and never by the stem of the names.
  std::vector<FileName> made_from{};

  /// As the uploader wrote them; empty when absent. What was made from sound and has no
  /// title has that of its original.
  std::string title{};
  std::string track{};  ///< "1", "01", "101", "1/12". Restarts per disc, or not; may repeat.
  std::string album{};
  std::string creator{};

  std::optional<Instant> modified{};  ///< Equals the Last-Modified of the download.
};

/// One listener's opinion of an item.
struct Review {
  std::string title;
  std::string body;
  std::string reviewer;
  std::string date;                     ///< As the Archive wrote it: "2004-07-08 11:43:07".
  std::optional<std::uint8_t> stars{};  ///< 0 to 5; 0 means that no stars were given.
};

/// One item at the Archive: what its uploader says about it, and its files.
///
/// Text is kept as the uploader wrote it, HTML and all, after a check that it is UTF-8; where the
/// Archive gave a list for a text, its parts are joined by "; " (description and notes by line
/// ends). Empty means that the item does not say.
struct Item {
  ItemIdentifier identifier;
  std::string mediatype{};  ///< "etree" for a recording, "collection" for an artist.
  std::string title{};
  std::vector<std::string> creators{};
  std::string date{};  ///< Raw: "1977-05-08", "1966-11-00", anything.
  std::string year{};
  std::string venue{};
  std::string coverage{};  ///< Usually "City, ST".
  std::string source{};
  std::string lineage{};
  std::string taper{};       ///< May hold an e-mail address.
  std::string transferer{};  ///< Spelled as the Archive spells it.
  std::string notes{};
  std::string description{};  ///< The setlist, in any form.
  std::string runtime{};      ///< "193:15.38", "245 Mins.", a person's name: for show only.
  std::vector<std::string> collections{};  ///< Each once, in the Archive's order.
  std::vector<std::string> subjects{};

  std::string published{};  ///< publicdate, raw: "2004-05-31 17:08:10", no zone; take it for UTC.
  std::string added{};      ///< addeddate, raw.
  bool is_restricted = false;        ///< access-restricted-item; on stream-only items since 2021.
  std::optional<Instant> changed{};  ///< item_last_updated; absent in answers of 2018.

  std::vector<File> files{};  ///< In the Archive's order, each name once.
  std::vector<Review> reviews{};

  Notes repaired{};  ///< What it took to read all this.

  [[nodiscard]] bool is_in(std::string_view collection) const;

  /// Whether its lossless files are withheld by the artist's wish: a member of `stream_only`.
  [[nodiscard]] bool is_stream_only() const { return is_in("stream_only"); }

  /// The file of that name, or null. Valid until `files` changes.
  [[nodiscard]] const File* file(std::string_view name) const&;
  const File* file(std::string_view name) const&& = delete;
};

}  // namespace tapedeck::archive
