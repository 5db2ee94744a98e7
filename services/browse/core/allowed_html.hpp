#pragma once

#include <string>
#include <string_view>

namespace tapedeck::browse {

/// An uploader's text as HTML that is safe on any page: paragraphs, line breaks, lists, quotations,
/// bold, italic and underlined words, and links to http and https, which open beside the page and
/// tell nothing about it. Every other tag is gone and what is in it stays, but for scripts and
/// their like; no attribute is kept but the address of a link. Elements are closed. A text that is
/// no HTML keeps its lines, as `<br>`.
///
/// Total, for hostile text too. `text` is UTF-8.
[[nodiscard]] std::string allowed_html(std::string_view text);

}  // namespace tapedeck::browse
