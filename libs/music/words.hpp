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

/// What stands between the white space of a text; control characters and the wide space of Chinese
/// and Japanese are some. Valid as long as the text. Total.
[[nodiscard]] std::vector<std::string_view> split_at_spaces(std::string_view text);

/// The text with `to` wherever `from` stood; `from` is not empty.
[[nodiscard]] std::string replaced(std::string_view text, std::string_view from,
                                   std::string_view to);

/// The number that at most nine digits write; 0 of none.
[[nodiscard]] unsigned value_of(std::string_view digits);

/// The text without the white space around it. Valid as long as the text.
[[nodiscard]] std::string_view trimmed(std::string_view text);

/// As much of a text as fits in `most` bytes: it ends behind a word, or, where there is no space,
/// behind a letter. Valid as long as the text. `text` is UTF-8.
[[nodiscard]] std::string_view beginning_of(std::string_view text, std::size_t most);

}  // namespace tapedeck::music
