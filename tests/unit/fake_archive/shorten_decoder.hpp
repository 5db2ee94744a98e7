#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tapedeck::fake_archive {

/// What a Shorten file holds.
struct Unshortened {
  std::string header;                 ///< The WAV header, word for word.
  std::vector<std::int32_t> samples;  ///< 16 bits, interleaved; empty when the file is not sound.
};

/// Reads what a Shorten 2 encoder without linear prediction writes; enough to prove ours right.
/// Made from the format's description and not from the encoder, so that one mistake does not hide
/// in both.
[[nodiscard]] Unshortened unshorten(std::string_view bytes);

}  // namespace tapedeck::fake_archive
