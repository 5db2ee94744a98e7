#pragma once

#include "async/clock.hpp"
#include "download/core/ports.hpp"

#include <chrono>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace tapedeck::test {

/// The rows that several workers see.
struct MemoryJobs {
  struct Lease {
    std::string worker{};
    Instant until{};
  };

  std::deque<download::Job> jobs;
  std::map<JobId, Lease> leases;
  std::map<ItemIdentifier, download::Facts> facts;
  std::map<JobId, std::pair<download::JobStatus, std::uint64_t>> told;  // ends, and by which claim
  std::uint64_t last_order = 0;
  std::uint64_t last_id = 0;
  bool seen = false;    // by a worker
  bool shared = false;  // by several, for good
};

/// The queue, played in memory. Keeps the promises of JobStore that job_store_contract.hpp checks.
class MemoryJobStore final : public download::JobStore {
 public:
  using Job = download::Job;

  /// `rows` outlive the store.
  explicit MemoryJobStore(MemoryJobs& rows, std::string worker = "first")
      : jobs(rows.jobs), rows_(rows), worker_(std::move(worker)) {
    rows_.shared = std::exchange(rows_.seen, true);
  }

  Task<Result<std::vector<Job>>> add(UserId user, std::vector<download::PlannedFile> files,
                                     std::vector<JobId> again, Instant now) override;
  Task<Result<Job>> find(UserId user, JobId id) override;
  Task<Result<download::Job>> find_file(UserId user, ItemIdentifier item,
                                        archive::FileName file) override;
  Task<Result<download::JobPage>> list(UserId user, download::JobFilter filter) override;
  Task<Result<download::GroupPage>> groups(UserId user, download::JobFilter filter) override;
  Task<Result<std::vector<Job>>> latest(UserId user, std::uint32_t most) override;
  Task<Result<std::optional<Job>>> claim(Instant now) override;
  Task<Result<std::optional<Instant>>> next_due(Instant now) override;
  Task<Result<std::vector<Job>>> put_off(Instant until) override;
  Task<Result<std::vector<download::Claim>>> renew(std::vector<download::Claim> claims,
                                                   Instant now) override;
  Task<Result<std::vector<Job>>> held_elsewhere(Instant now) override;
  [[nodiscard]] bool is_shared() const override { return rows_.shared; }
  Task<Result<bool>> save(Job job) override;
  Task<Result<std::vector<Job>>> act(UserId user, download::JobAction action,
                                     download::Selection which, Instant now) override;
  Task<Result<std::vector<Job>>> prioritize(UserId user, download::Selection which,
                                            std::uint32_t priority) override;
  Task<Result<Job>> put_before(UserId user, JobId id, JobId other) override;
  Task<Result<void>> remember(std::vector<download::Facts> facts) override;
  Task<Result<std::optional<download::Facts>>> facts(ItemIdentifier item) override;
  Task<Result<bool>> renamed(Job job) override;
  Task<Result<bool>> needs(download::Content content) override;
  Task<Result<std::vector<download::Job>>> sharing(download::Content content) override;
  Task<Result<bool>> adopted(download::Job job) override;
  Task<Result<std::optional<Job>>> finished(ItemIdentifier item, archive::FileName file,
                                            download::Expected expected) override;
  Task<Result<std::vector<Job>>> recover(Instant now) override;
  Task<Result<std::vector<Job>>> completed(std::optional<JobId> after) override;
  Task<Result<std::optional<Job>>> lose(Job job, std::string why) override;
  Task<Result<std::optional<download::EndedGroup>>> tell(UserId user, ItemIdentifier item) override;
  Task<Result<std::set<std::string>>> parts() override;
  Task<Result<void>> forget_part(JobId id) override;

  /// From now on the program dies before a completed job is written down: such a save() gives
  /// `cancelled`, as it does while the program stops.
  void dies_before_completion(bool dies) { dies_ = dies; }

  /// The `nth` (from 1) save() from now on fails, once, as a database does that is away.
  void save_fails_at(int nth) { save_fails_in_ = nth; }

  /// The database cannot be reached, or can again; by this worker only.
  void is_away(bool away) { away_ = away; }

  /// claim(), find(), save(), act() and renew() take so long before they do anything, and so long
  /// until they say so.
  void calls_take(Clock& clock, std::chrono::milliseconds time) {
    clock_ = &clock;
    call_time_ = time;
  }

  std::deque<Job>& jobs;

 private:
  /// Half of what a call takes. Errors: `cancelled`.
  Task<Result<void>> moment() const;
  void release_the_dead(Instant now);
  Job* found(UserId user, JobId id);
  [[nodiscard]] bool stands_behind(const Job& job) const;
  JobId next_id();
  Job planned(UserId user, const download::PlannedFile& file, Instant now);

  MemoryJobs& rows_;
  std::string worker_;
  bool dies_ = false;
  int save_fails_in_ = 0;
  bool away_ = false;
  Clock* clock_ = nullptr;  // null while calls take no time
  std::chrono::milliseconds call_time_{0};
};

}  // namespace tapedeck::test
