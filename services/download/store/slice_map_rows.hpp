#pragma once

#include "base/result.hpp"
#include "base/uuid.hpp"
#include "database/connection.hpp"

#include <boost/describe.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace tapedeck::download {

/// What is known of a finished file's slices: a row of `slice_maps`.
struct KeptSlices {
  std::uint64_t file_size = 0;  ///< Of the file it was made from.
  std::string map{};            ///< As JSON; empty when there is none, and `reason` says why.
  std::string reason{};         ///< A sentence for the user; empty when there is a map.
};
BOOST_DESCRIBE_STRUCT(KeptSlices, (), (file_size, map, reason))

namespace rows {

// Plain functions over one connection: they block, so they run on the database's pool.

/// Nothing when the file has not been looked at.
Result<std::optional<KeptSlices>> find_slices(database::Connection& db, const JobId& id);

/// Replaces what was known. Errors also: `conflict` when there is no such download.
Result<void> keep_slices(database::Connection& db, const JobId& id, const KeptSlices& slices);

}  // namespace rows

}  // namespace tapedeck::download
