#pragma once

#include <string>

namespace tapedeck::browse {

/// What a reader would see of a text that may be HTML, as uploaders write descriptions and notes:
/// tags are gone and entities are letters; `<br>` and blocks break the line, cells of a table have
/// a space between them; scripts and styles are dropped with what is in them. Lines keep no space
/// at their ends, and at most one line in a row is empty.
///
/// A text without line-making tags keeps its own line ends; "Scarlet > Fire" and "Scarlet -&gt;
/// Fire" come out as meant. The result is text: whoever shows it on a page escapes it.
///
/// Total, for hostile text too. `text` is UTF-8.
[[nodiscard]] std::string plain_text(std::string text);

/// As plain_text(), on one line: for titles, venues and the like.
[[nodiscard]] std::string plain_line(std::string text);

}  // namespace tapedeck::browse
