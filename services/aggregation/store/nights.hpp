#pragma once

#include "aggregation/core/concert_list.hpp"
#include "aggregation/core/recording.hpp"
#include "base/result.hpp"
#include "database/connection.hpp"

#include <compare>
#include <string>
#include <vector>

// Plain functions over one connection: they block, so they run on the database's pool.

namespace tapedeck::aggregation {

/// All that one artist played on one day.
struct Night {
  std::string artist_key;
  music::ConcertDate date;

  friend auto operator<=>(const Night&, const Night&) = default;
};

/// Every recording of a night that is kept, each once; what cannot be read is left out, with a
/// warning in the log. Errors: those of a statement.
[[nodiscard]] Result<std::vector<Recording>> recordings_of(database::Connection& db,
                                                           const Night& night);

/// Takes recordings of any nights in and groups those nights again, in the transaction of the
/// caller. Gives the concerts that hold any of them. Errors: those of a statement.
[[nodiscard]] Result<std::vector<Listed>> take_recordings(database::Connection& db,
                                                          const std::vector<Recording>& found,
                                                          Instant now);

}  // namespace tapedeck::aggregation
