#pragma once

#include "base/item_identifier.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace tapedeck::music {

/// A text as its words, for comparing what people have spelled differently: lower case, without
/// the accents of Latin letters, cut wherever there is no letter and no digit. Apostrophes and dots
/// are left out before that, so that "S.U.N.Y." is one word and "Angel's" is "angels". Letters of
/// other alphabets are kept as they are. Total.
[[nodiscard]] std::vector<std::string> words_of(std::string_view text);

/// The parts of an identifier, which dots and dashes separate.
[[nodiscard]] std::vector<std::string> words_of(const ItemIdentifier& item);

/// The words with one space between them.
[[nodiscard]] std::string joined(const std::vector<std::string>& words);

/// The text without the white space around it. Valid as long as the text.
[[nodiscard]] std::string_view trimmed(std::string_view text);

/// As much of a text as fits in `most` bytes: it ends behind a word, or, where there is no space,
/// behind a letter. Valid as long as the text. `text` is UTF-8.
[[nodiscard]] std::string_view beginning_of(std::string_view text, std::size_t most);

}  // namespace tapedeck::music
