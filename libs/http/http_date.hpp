#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace tapedeck::http {

/// `Sun, 08 May 1977 20:00:00 GMT` (RFC 9110 §5.6.7). Years 0 to 9999.
[[nodiscard]] std::string to_http_date(std::chrono::sys_seconds time);

/// Reads a date in the form above or in one of the two obsolete ones, which a recipient must take
/// too; nothing when it is none of them.
[[nodiscard]] std::optional<std::chrono::sys_seconds> parse_http_date(std::string_view text);

}  // namespace tapedeck::http
