#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace tapedeck::telemetry {

/// The most bytes one text takes in a line, quotes not counted.
inline constexpr std::size_t max_text_bytes = 4096;

/// Appends `text` to `line` as a JSON string that is safe in every log, whatever the bytes.
///
/// Quotes, backslashes and control characters are escaped (RFC 8259 §7), and so is what a terminal
/// or a viewer would obey: C1 controls, U+2028, U+2029 and the marks that turn the direction of
/// writing. Bytes that are no UTF-8 become U+FFFD, one for each maximal piece (Unicode §3.9). Where
/// the written form would pass max_text_bytes it ends, between characters, with an ellipsis.
void append_json_text(std::string& line, std::string_view text);

}  // namespace tapedeck::telemetry
