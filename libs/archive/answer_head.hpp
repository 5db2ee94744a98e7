#pragma once

#include "base/instant.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tapedeck::archive {

/// What a `Content-Range` says (RFC 9110 §14.4).
struct ContentRange {
  std::optional<std::uint64_t> first{};  ///< Absent in `bytes */1000`, which comes with 416.
  std::optional<std::uint64_t> last{};   ///< The last byte that comes, itself included.
  std::optional<std::uint64_t> total{};  ///< Absent in `bytes 0-99/*`.

  friend bool operator==(const ContentRange&, const ContentRange&) = default;
};

/// Nothing when it is none, or contradicts itself.
[[nodiscard]] std::optional<ContentRange> parse_content_range(std::string_view text);

/// Reads an HTTP date in the one form that may be sent (RFC 9110 §5.6.7):
/// "Sun, 06 Nov 1994 08:49:37 GMT". Nothing for anything else.
[[nodiscard]] std::optional<Instant> parse_http_date(std::string_view text);

/// Reads `Retry-After`: seconds, or a date as seen from `now`. A date that has passed is zero.
/// Nothing when it is neither; more than a year is a year.
[[nodiscard]] std::optional<std::chrono::milliseconds> parse_retry_after(std::string_view text,
                                                                         Instant now);

}  // namespace tapedeck::archive
