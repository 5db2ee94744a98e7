#pragma once

#include "base/instant.hpp"

#include <chrono>

namespace tapedeck::download {

/// What the clock on the wall shows at `now`, since midnight, in the time zone of this machine or
/// that of the variable TZ; in UTC where neither is known. Any thread.
[[nodiscard]] std::chrono::minutes time_of_day(Instant now);

}  // namespace tapedeck::download
