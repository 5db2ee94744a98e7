#pragma once

#include "download/core/ports.hpp"

#include <deque>
#include <optional>
#include <vector>

namespace tapedeck::test {

/// The queue, played in memory. Keeps the promises of JobStore that job_store_contract.hpp checks.
class MemoryJobStore final : public download::JobStore {
 public:
  using Job = download::Job;

  Task<Result<std::vector<Job>>> add(UserId user, std::vector<download::PlannedFile> files,
                                     std::vector<JobId> again, Instant now) override;
  Task<Result<Job>> find(UserId user, JobId id) override;
  Task<Result<download::JobPage>> list(UserId user, download::JobFilter filter) override;
  Task<Result<download::GroupPage>> groups(UserId user, download::JobFilter filter) override;
  Task<Result<std::vector<Job>>> latest(UserId user, std::uint32_t most) override;
  Task<Result<std::optional<Job>>> claim(Instant now) override;
  Task<Result<std::optional<Instant>>> next_due(Instant now) override;
  Task<Result<bool>> save(Job job) override;
  Task<Result<std::vector<Job>>> act(UserId user, download::JobAction action,
                                     download::Selection which, Instant now) override;
  Task<Result<std::vector<Job>>> prioritize(UserId user, download::Selection which,
                                            std::uint32_t priority) override;
  Task<Result<Job>> put_before(UserId user, JobId id, JobId other) override;
  Task<Result<std::optional<Job>>> finished(ItemIdentifier item, archive::FileName file,
                                            download::Expected expected) override;
  Task<Result<std::vector<Job>>> recover() override;
  Task<Result<void>> forget_part(JobId id) override;

  /// From now on the program dies before a completed job is written down: such a save() gives
  /// `cancelled`, as it does while the program stops.
  void dies_before_completion(bool dies) { dies_ = dies; }

  /// The `nth` (from 1) save() from now on fails, once, as a database does that is away.
  void save_fails_at(int nth) { save_fails_in_ = nth; }

  std::deque<Job> jobs;

 private:
  Job* found(UserId user, JobId id);
  [[nodiscard]] bool stands_behind(const Job& job) const;
  Job planned(UserId user, const download::PlannedFile& file, Instant now);

  std::uint64_t last_order_ = 0;
  bool dies_ = false;
  int save_fails_in_ = 0;
};

}  // namespace tapedeck::test
