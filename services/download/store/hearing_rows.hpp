#pragma once

#include "base/instant.hpp"
#include "base/item_identifier.hpp"
#include "base/result.hpp"
#include "base/uuid.hpp"
#include "database/connection.hpp"
#include "download/store/slice_map_rows.hpp"

#include <boost/describe.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>

namespace tapedeck::download {

/// What is known of a finished file's sound: a row of `hearings`.
struct KeptHearing {
  std::uint64_t file_size = 0;  ///< Of the file it is of,
  Instant modified_at{};        ///< and when that was written to last.
  std::string md5{};            ///< Of all its bytes, as they were read then.
  std::string sha1{};
  Instant heard_at{};
  std::string program{};  ///< Who heard it: "Tapedeck 0.1.0".
  std::string hearing{};  ///< As JSON (audio::Hearing); empty when there is none, for `reason`.
  std::string reason{};   ///< A sentence for the user; empty when there is a hearing.
};
BOOST_DESCRIBE_STRUCT(KeptHearing, (),
                      (file_size, modified_at, md5, sha1, heard_at, program, hearing, reason))

namespace rows {

// Plain functions over one connection: they block, so they run on the database's pool.

/// Nothing when the file has not been heard.
Result<std::optional<KeptHearing>> find_hearing(database::Connection& db, const JobId& id);

/// What is known of a user's files of an item.
Result<std::map<JobId, KeptHearing>> find_hearings(database::Connection& db, const UserId& user,
                                                   const ItemIdentifier& item);

/// Replaces what was known, of the slices as well if there are any to keep. Errors also: `conflict`
/// when there is no such download.
Result<void> keep_hearing(database::Connection& db, const JobId& id, const KeptHearing& hearing,
                          const std::optional<KeptSlices>& slices);

}  // namespace rows

}  // namespace tapedeck::download
