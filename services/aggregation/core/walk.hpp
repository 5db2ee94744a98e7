#pragma once

#include "aggregation/core/ports.hpp"

#include <chrono>
#include <vector>

namespace tapedeck::aggregation {

/// How far a walk goes.
struct WalkLimits {
  std::uint64_t window = 10'000;  ///< Recordings; the Archive's paging ends there.
  std::uint32_t per_page = 200;   ///< The most that browse gives at once.
};

/// All the recordings that a search found, as far as they could be had.
struct Walked {
  std::vector<Recording> recordings;
  messages::WalkNote note;
  messages::CacheNote cache;  ///< The oldest of the pages'.
};

/// Reads every page of a search at browse, one after the other, until the last, the window or the
/// deadline; what could be read then is given, and the note says that it was cut. A search for the
/// newest is one page. Errors: browse's, when not even the first page could be had.
Task<Result<Walked>> walk(Browse& browse, Clock& clock, ConcertQuery query, WalkLimits limits,
                          Deadline deadline);

}  // namespace tapedeck::aggregation
