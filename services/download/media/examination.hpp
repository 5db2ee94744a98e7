#pragma once

#include "audio/byte_source.hpp"
#include "audio/hearing.hpp"
#include "audio/slice_map.hpp"
#include "base/result.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace tapedeck::download {

/// All that the child finds out of one sound file. What the file's own fault prevented is `invalid`
/// with a sentence.
struct Examination {
  audio::FileSums sums;
  Result<audio::SliceMap> slices;
  Result<audio::Hearing> hearing;
};

/// Examines a file. Gives what is found, a line of JSON each, to `write` as soon as it is known:
/// digests, slices, the hearing. A file whose decoder does not survive has its slices all the same.
///
/// Errors: the source's; and nothing more is written.
[[nodiscard]] Result<void> examine(audio::ByteSource& source,
                                   const std::function<void(std::string line)>& write);

/// Reads what examine() wrote of a file of `file_bytes`. The writer has read a file that may be
/// hostile and may have been ended at any byte: what is missing, or cannot be, is refused as
/// unreadable. Errors: `invalid` when not even the digests are there.
[[nodiscard]] Result<Examination> read_examination(std::string_view output,
                                                   std::uint64_t file_bytes);

/// The examination of a file of which nothing could be found out, for this reason.
[[nodiscard]] Examination nothing_found(std::uint64_t file_bytes, const Error& why);

/// The sentence for sound that nothing better can be said of.
inline constexpr const char* unreadable_sound = "The sound of this file cannot be read.";

/// A sentence that comes from a child, if it is one: short, plain, one line. Else the one above.
[[nodiscard]] std::string sentence_of(std::string_view text);

}  // namespace tapedeck::download
