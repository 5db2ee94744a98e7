#pragma once

#include "database/pool.hpp"
#include "download/core/ports.hpp"

namespace tapedeck::download {

/// The queue in the table `downloads`.
class SqlJobStore final : public JobStore {
 public:
  /// `database` outlives the store.
  explicit SqlJobStore(database::Pool& database) : database_(database) {}

  Task<Result<std::vector<Job>>> add(UserId user, std::vector<PlannedFile> files,
                                     std::vector<JobId> again, Instant now) override;
  Task<Result<Job>> find(UserId user, JobId id) override;
  Task<Result<JobPage>> list(UserId user, JobFilter filter) override;
  Task<Result<std::vector<Job>>> latest(UserId user, std::uint32_t most) override;
  Task<Result<std::optional<Job>>> claim(Instant now) override;
  Task<Result<std::optional<Instant>>> next_due() override;
  Task<Result<bool>> save(Job job) override;
  Task<Result<Job>> cancel(UserId user, JobId id) override;
  Task<Result<Job>> remove(UserId user, JobId id) override;
  Task<Result<std::optional<Job>>> finished(ItemIdentifier item, archive::FileName file,
                                            Expected expected) override;
  Task<Result<std::vector<Job>>> recover() override;
  Task<Result<void>> forget_part(JobId id) override;

  /// Whether any job has completed: for telling a lost vault from a new one.
  Task<Result<bool>> any_completed();

 private:
  database::Pool& database_;
};

}  // namespace tapedeck::download
