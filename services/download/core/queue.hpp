#pragma once

#include "download/core/engine.hpp"
#include "download/core/plan.hpp"
#include "download/core/wanted.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace tapedeck::download {

/// What a request came to.
struct Requested {
  std::vector<Job> jobs{};           ///< Empty for a dry run.
  std::vector<PlannedFile> files{};  ///< What the jobs are for.
  std::vector<Refusal> refused{};
  std::vector<Facts> facts{};  ///< Of the recordings they are of.
};

/// A finished file, and what it would be called by another naming.
struct NameChange {
  Job job;
  VaultPath would_be;
};

struct NamePage {
  std::uint64_t total = 0;  ///< On all pages together.
  std::vector<NameChange> names{};
};

/// What users may do with their jobs.
class Queue {
 public:
  /// In one request: a list of fifty long recordings has about six thousand files.
  static constexpr std::size_t most_files = 10'000;

  /// `ground` and `engine` outlive the queue.
  Queue(const Ground& ground, Engine& engine) : ground_(ground), engine_(engine) {}

  /// Looks up what is wanted and queues it; a dry run only looks. A file the user has a job for
  /// keeps that job, which is queued anew if it had failed, was cancelled, or its file has gone
  /// from the vault.
  ///
  /// Items that cannot be had are refused beside those that can; so is the rest of a list when the
  /// Archive falls silent half way. Errors: `not_found` or `invalid`, with the reason, when nothing
  /// at all can be had; those of the Archive and the store.
  Task<Result<Requested>> request(UserId user, Wanted wanted, bool dry_run, Deadline deadline);

  /// Errors: `not_found`, also for another user's.
  Task<Result<Job>> find(UserId user, JobId id) { return ground_.store.find(user, id); }

  Task<Result<JobPage>> list(UserId user, JobFilter filter) {
    return ground_.store.list(user, std::move(filter));
  }

  Task<Result<GroupPage>> groups(UserId user, JobFilter filter) {
    return ground_.store.groups(user, std::move(filter));
  }

  Task<Result<std::vector<Job>>> latest(UserId user, std::uint32_t most) {
    return ground_.store.latest(user, most);
  }

  /// Does something to those of a user's jobs that it changes; gives how many they were. All who
  /// listen hear of them. Errors: those of the store, after which some of very many may be changed.
  Task<Result<std::uint64_t>> act(UserId user, JobAction action, Selection which);

  /// Does something to one job; gives it as it is then. A job that is as wanted already stays so.
  /// Errors: as find(); `conflict` when it has come to an end that the action is not for.
  Task<Result<Job>> act_on(UserId user, JobId id, JobAction action);

  /// Gives those of a user's active jobs another priority; gives how many they were. Errors as
  /// act().
  Task<Result<std::uint64_t>> prioritize(UserId user, Selection which, std::uint32_t priority);

  /// Moves an active job to right before another of the same user, with its priority; gives it as
  /// it is then. Errors: as find(), of both; `conflict` when either has come to its end.
  Task<Result<Job>> put_before(UserId user, JobId id, JobId other);

  /// Removes the rows of ended jobs, and with `files` their finished files; gives how many.
  /// Errors: those of the store; those of the vault, before any row is gone when it is not there.
  Task<Result<std::uint64_t>> clear(UserId user, Selection which, bool files);

  /// Cancels an active job and gives it; removes the row of another, and gives nothing. With
  /// `files` the finished file goes, too. Errors as find().
  Task<Result<std::optional<Job>>> remove(UserId user, JobId id, bool files);

  /// What a user's finished files are called, and would be by `naming`: a page of them.
  Task<Result<NamePage>> names(UserId user, Naming naming, JobFilter filter);

  /// What files are called by now.
  [[nodiscard]] const Naming& naming() const noexcept { return ground_.naming; }

  /// Hears of every job from now on, until unwatch().
  void watch(JobWatcher& watcher) { ground_.watchers.add(watcher); }
  void unwatch(JobWatcher& watcher) { ground_.watchers.remove(watcher); }

 private:
  Task<Result<void>> plan(Wanted wanted, Requested& into, Deadline deadline);
  Task<Result<void>> enqueue(UserId user, Requested& requested);
  void announce(const std::vector<Job>& jobs);
  Task<std::vector<JobId>> lost(std::vector<Job> jobs);
  Task<Result<std::vector<Job>>> act_at_once(UserId user, JobAction action, Selection which);
  void carry_out(JobAction action, const std::vector<Job>& jobs);
  Task<Result<void>> take_away(std::vector<Job> jobs);

  Ground ground_;
  Engine& engine_;
};

}  // namespace tapedeck::download
