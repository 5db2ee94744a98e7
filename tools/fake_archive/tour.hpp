#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

namespace tapedeck::fake_archive {

/// Writes the recipes of a long tour: one short recording a night, so that there is something to
/// page through. `tour` says `from` (a date), `nights`, `venues` (lists of venue and city), `songs`
/// and `name` (how identifiers begin).
[[nodiscard]] boost::json::array recordings_of_tour(const boost::json::object& tour);

}  // namespace tapedeck::fake_archive
