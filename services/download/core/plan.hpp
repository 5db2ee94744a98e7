#pragma once

#include "archive/item.hpp"
#include "download/core/job.hpp"
#include "download/core/wanted.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace tapedeck::download {

/// Something that was asked for and will not be downloaded, and why.
struct Refusal {
  ItemIdentifier item;
  std::string file{};  ///< Empty when it is the whole item, or a format of it.
  std::string reason;  ///< A sentence for the listener.
};

/// The longest title and name of a format that is kept, in bytes; of a longer one the beginning is
/// (music/words.hpp). What an uploader wrote may be a megabyte, and a listener's socket takes less.
inline constexpr std::size_t most_words_bytes = 500;

/// What a wish comes to.
struct Plan {
  std::vector<PlannedFile> files{};  ///< Each once, in the item's order.
  std::vector<Refusal> refused{};
};

/// Finds one file of an item. Refuses what is not there, what the Archive hands to nobody, and the
/// sound of a recording that its artist allows to be streamed only.
[[nodiscard]] Plan plan_file(const archive::Item& item, const archive::FileName& name);

/// Finds the files of a recording: those of `formats`, compared without case, or, when there are
/// none, the best lossless ones with the recording's text and checksums, else VBR MP3, else what
/// lossy sound there is.
///
/// The best lossless format is the one with the most files, and of equals the one with more bits: a
/// recording with one bonus track in 24 bits is still a recording in 16.
[[nodiscard]] Plan plan_item(const archive::Item& item, const std::vector<std::string>& formats);

}  // namespace tapedeck::download
