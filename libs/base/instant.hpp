#pragma once

#include "base/result.hpp"

#include <chrono>
#include <string>
#include <string_view>

namespace tapedeck {

/// A moment, in UTC, to the millisecond. The tables keep it as a `bigint` of milliseconds since
/// 1970, the wire as RFC 3339 text. A concert's date is no Instant: it is a civil date whose parts
/// may be unknown.
using Instant = std::chrono::sys_time<std::chrono::milliseconds>;

/// `2026-03-01T20:15:00.250Z`, always with milliseconds. Years 0 to 9999.
[[nodiscard]] std::string to_text(Instant instant);

/// Reads RFC 3339 as to_text() writes it, with or without a fraction and with any offset.
/// Errors: `invalid`.
[[nodiscard]] Result<Instant> parse_instant(std::string_view text);

}  // namespace tapedeck
