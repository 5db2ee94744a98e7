#pragma once

#include "aggregation/core/ports.hpp"
#include "database/pool.hpp"

namespace tapedeck::aggregation {

/// Concerts in `aggregated_concerts` and `concert_recordings`.
class SqlConcerts final : public ConcertStore {
 public:
  /// `database` outlives this.
  explicit SqlConcerts(database::Pool& database) : database_(database) {}

  Task<Result<std::vector<Listed>>> take(std::vector<Recording> found, Instant now) override;
  Task<Result<void>> note_look(std::string artist_key, music::ConcertDate date,
                               Instant now) override;
  Task<Result<std::vector<messages::ConcertSummary>>> summaries(
      std::vector<ConcertId> ids) override;
  Task<Result<std::optional<KeptConcert>>> concert(ConcertId id) override;
  Task<Result<std::vector<Recording>>> recordings(ConcertId id) override;
  Task<Result<std::vector<Listed>>> find(ConcertQuery query, std::uint32_t most) override;

 private:
  database::Pool& database_;
};

}  // namespace tapedeck::aggregation
