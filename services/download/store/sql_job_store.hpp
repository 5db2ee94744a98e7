#pragma once

#include "database/pool.hpp"
#include "download/core/ports.hpp"

#include <set>
#include <string>
#include <utility>

namespace tapedeck::download {

/// The queue in the table `downloads`.
class SqlJobStore final : public JobStore {
 public:
  /// `durable` writes what has to survive a power cut, `database` the rest: progress is written
  /// down too often to wait for the disk each time. Both are of one database, and outlive the
  /// store.
  /// `worker` is the name of this process; no other one that works off the same queue has it.
  SqlJobStore(database::Pool& database, database::Pool& durable, std::string worker)
      : database_(database), durable_(durable), worker_(std::move(worker)) {}

  Task<Result<std::vector<Job>>> add(UserId user, std::vector<PlannedFile> files,
                                     std::vector<JobId> again, Instant now) override;
  Task<Result<Job>> find(UserId user, JobId id) override;
  Task<Result<Job>> find_file(UserId user, ItemIdentifier item, archive::FileName file) override;
  Task<Result<JobPage>> list(UserId user, JobFilter filter) override;
  Task<Result<GroupPage>> groups(UserId user, JobFilter filter) override;
  Task<Result<std::vector<Job>>> latest(UserId user, std::uint32_t most) override;
  Task<Result<std::optional<Job>>> claim(Instant now) override;
  Task<Result<std::optional<Instant>>> next_due(Instant now) override;
  Task<Result<std::vector<Job>>> put_off(Instant until) override;
  Task<Result<std::vector<Claim>>> renew(std::vector<Claim> claims, Instant now) override;
  [[nodiscard]] bool is_shared() const override;
  Task<Result<std::vector<Job>>> held_elsewhere(Instant now) override;
  Task<Result<bool>> save(Job job) override;
  Task<Result<std::vector<Job>>> act(UserId user, JobAction action, Selection which,
                                     Instant now) override;
  Task<Result<std::vector<Job>>> prioritize(UserId user, Selection which,
                                            std::uint32_t priority) override;
  Task<Result<Job>> put_before(UserId user, JobId id, JobId other) override;
  Task<Result<void>> remember(std::vector<Facts> facts) override;
  Task<Result<std::optional<Facts>>> facts(ItemIdentifier item) override;
  Task<Result<bool>> renamed(Job job) override;
  Task<Result<bool>> needs(Content content) override;
  Task<Result<std::vector<Job>>> sharing(Content content) override;
  Task<Result<bool>> adopted(Job job) override;
  Task<Result<std::optional<Job>>> finished(ItemIdentifier item, archive::FileName file,
                                            Expected expected) override;
  Task<Result<std::vector<Job>>> recover(Instant now) override;
  Task<Result<std::vector<Job>>> completed(std::optional<JobId> after) override;
  Task<Result<std::optional<Job>>> lose(Job job, std::string why) override;
  Task<Result<std::optional<EndedGroup>>> tell(UserId user, ItemIdentifier item) override;
  Task<Result<std::set<std::string>>> parts() override;
  Task<Result<void>> forget_part(JobId id) override;

  /// Whether any job has bytes in the vault: for telling one that is not mounted from a new one.
  Task<Result<bool>> any_in_vault();

 private:
  database::Pool& database_;
  database::Pool& durable_;
  std::string worker_;
};

}  // namespace tapedeck::download
