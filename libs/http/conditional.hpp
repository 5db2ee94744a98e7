#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

namespace tapedeck::http {

/// What is known of the answer at hand.
struct Validators {
  std::string_view etag;  ///< As in the header, quotes included; empty when there is none.
  std::optional<std::chrono::sys_seconds> modified;
};

/// The conditions of a GET or HEAD, as the request's headers say them.
struct Conditions {
  std::optional<std::string_view> if_match{};
  std::optional<std::string_view> if_unmodified_since{};
  std::optional<std::string_view> if_none_match{};
  std::optional<std::string_view> if_modified_since{};
};

/// The status that the conditions turn a 200 into: 200, 304 or 412, in the order of RFC 9110
/// §13.2.2. A date that cannot be read is no condition.
[[nodiscard]] std::uint16_t check_conditions(const Conditions& conditions,
                                             const Validators& validators);

/// Whether a Range may be cut although it came with this If-Range. Only a strong tag that is equal
/// says so (RFC 9110 §13.1.5); a date does not, since a file may change twice in a second.
[[nodiscard]] bool range_still_holds(std::string_view if_range, const Validators& validators);

}  // namespace tapedeck::http
