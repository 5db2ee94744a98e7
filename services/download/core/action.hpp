#pragma once

#include "download/core/job.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace tapedeck::download {

using messages::JobAction;

/// Which jobs of a user an action is for: those that every part names; all of them when none does.
struct Selection {
  std::vector<JobId> ids{};  ///< Of one file each; empty for any.
  std::optional<ItemIdentifier> item{};
  std::optional<JobStatus> status{};
  std::size_t most = 10'000;  ///< So many at once; ask again for the others.

  [[nodiscard]] bool has(const Job& job) const;
};

/// Whether an action changes some jobs of a status.
[[nodiscard]] bool may_change(JobAction action, JobStatus status);

/// Whether an action changes a job as it is: a paused one is not paused again, and a completed one
/// is not cancelled any more.
[[nodiscard]] bool changes(JobAction action, const Job& job);

/// The job after an action that changes it. What is retried begins anew, at the place `order` of
/// the queue, if it had come to its end; else it goes on where it was. `remove` changes nothing in
/// it: its row goes.
[[nodiscard]] Job after(JobAction action, Job job, std::uint64_t order, Instant now);

/// `job` as it is when it begins anew at `order`: nothing of what came is kept.
[[nodiscard]] Job begun_anew(Job job, std::uint64_t order, Instant now);

/// `job`, completed, as it is when its file turns out to be lost: failed, for this reason. Whoever
/// wants the file tries again.
[[nodiscard]] Job lost(Job job, std::string why);

}  // namespace tapedeck::download
