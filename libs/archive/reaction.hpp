#pragma once

#include "archive/limiter.hpp"
#include "archive/wire.hpp"
#include "base/result.hpp"

#include <chrono>
#include <optional>
#include <string_view>

namespace tapedeck::archive {

/// What a status means to the limiter.
[[nodiscard]] Reaction reaction_to(unsigned status);

/// What the end of a call means to the limiter, if no answer had begun.
[[nodiscard]] Reaction reaction_to(WireEnd end);

/// The error of an answer that is none: any status but 200 and 206.
///
/// `retry_after` is what the answer said about coming again; a time that has passed says nothing.
/// `what` is for the log: the target.
[[nodiscard]] Error status_error(unsigned status,
                                 std::optional<std::chrono::milliseconds> retry_after,
                                 std::string_view what);

/// The error of a call that ended before its answer began, or of a lookup whose answer broke off.
[[nodiscard]] Error broken_call(const WireOutcome& outcome, std::string_view what);

}  // namespace tapedeck::archive
