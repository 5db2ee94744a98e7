#pragma once

#include "fake_archive/sound_files.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace tapedeck::fake_archive {

/// What is written about an item in the item itself. Each gives the bytes of one file.

/// The taper's note: artist, date, place, source, lineage and the songs.
[[nodiscard]] std::string info_text(const Item& item);

/// `md5 *name`, one line an original that is sound, or its samples' sum as shntool prints it.
enum class SumsOf : std::uint8_t { files, samples };
[[nodiscard]] std::string checksum_lines(const Item& item, const std::vector<RawFile>& raw,
                                         SumsOf what);

/// `name:md5` of the samples, one line a FLAC file: what `metaflac --show-md5sum` says.
[[nodiscard]] std::string flac_fingerprints(const Item& item, const std::vector<RawFile>& raw);

/// `_meta.xml`, `_reviews.xml` and `_files.xml`.
[[nodiscard]] std::string meta_xml(const Item& item);
[[nodiscard]] std::string reviews_xml(const Item& item);
[[nodiscard]] std::string files_xml(const boost::json::array& files);

/// The play list of an item's VBR MP3s.
[[nodiscard]] std::string m3u(const Item& item);

}  // namespace tapedeck::fake_archive
