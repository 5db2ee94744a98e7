#pragma once

#include "aggregation/core/concert_list.hpp"
#include "aggregation/core/recording.hpp"
#include "async/clock.hpp"
#include "async/task.hpp"
#include "base/instant.hpp"
#include "base/result.hpp"
#include "messages/concerts.hpp"

#include <optional>
#include <string>
#include <vector>

namespace tapedeck::aggregation {

/// One page of a search at browse.
struct BrowseQuery {
  ConcertQuery what;
  std::uint32_t page = 1;
  std::uint32_t per_page = 200;
};

/// The browse service, as much of it as concerts need. Lives on the service's loop.
///
/// Errors of both: `unavailable`, `rate_limited`, `timed_out` and `bad_upstream` when browse or the
/// Archive behind it is away; `invalid` when it rejects the question; `cancelled`.
class Browse {
 public:
  virtual ~Browse() = default;

  /// What a search finds: the recordings of one page, and where browse had them from.
  virtual Task<Result<messages::SearchResults>> search(BrowseQuery query, Deadline deadline) = 0;

  /// One item and its files. Errors: also `not_found`.
  virtual Task<Result<messages::ItemDetails>> item(ItemIdentifier name, Deadline deadline) = 0;
};

/// A concert as it is kept.
struct KeptConcert {
  messages::ConcertDetails details;
  std::string artist_key;
  std::optional<Instant> looked_at;  ///< When all of this night was last asked for.
  Instant updated_at{};
};

/// Concerts on the disk. A night is all an artist played on one day: it is always grouped as a
/// whole, from all the recordings of it that have ever been seen. Called on the service's loop.
///
/// Errors of all: the database's.
class ConcertStore {
 public:
  virtual ~ConcertStore() = default;

  /// Adds recordings, or what is new of known ones, and groups their nights again; gives the
  /// concerts of those nights that hold any of them. What had not changed is not written.
  virtual Task<Result<std::vector<Listed>>> take(std::vector<Recording> found, Instant now) = 0;

  /// Notes that every recording of a night has been asked for.
  virtual Task<Result<void>> note_look(std::string artist_key, music::ConcertDate date,
                                       Instant now) = 0;

  /// The lines of these concerts, in the order of `ids`; those that are not kept, or cannot be read
  /// any more, are left out.
  virtual Task<Result<std::vector<messages::ConcertSummary>>> summaries(
      std::vector<ConcertId> ids) = 0;

  /// One concert with every recording; nothing when it is not kept.
  virtual Task<Result<std::optional<KeptConcert>>> concert(ConcertId id) = 0;

  /// The recordings of a concert as they can be given to take() again.
  virtual Task<Result<std::vector<Recording>>> recordings(ConcertId id) = 0;

  /// The kept concerts that a query means, as far as their own words tell: for when nobody else can
  /// be asked. At most `most`, the latest nights first.
  virtual Task<Result<std::vector<Listed>>> find(ConcertQuery query, std::uint32_t most) = 0;
};

}  // namespace tapedeck::aggregation
