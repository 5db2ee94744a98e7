#pragma once

#include "async/clock.hpp"
#include "async/task_group.hpp"
#include "download/core/ports.hpp"
#include "download/core/watchers.hpp"
#include "telemetry/log.hpp"

#include <chrono>
#include <map>
#include <vector>

namespace tapedeck::download {

/// Tells the listeners of this process what other workers make of jobs: how far they come, about
/// once a second, and how they end.
///
/// What users do to jobs they do not hear from here: that is told where they do it, and shows
/// elsewhere when the page is opened again.
///
/// Lives on one loop; not thread-safe.
class Elsewhere {
 public:
  static constexpr std::chrono::milliseconds interval{1'000};

  /// All of it outlives this.
  Elsewhere(Clock& clock, JobStore& store, Watchers& watchers, async::Executor home,
            telemetry::Log log)
      : clock_(clock), store_(store), watchers_(watchers), log_(log), tasks_(home) {}

  /// Begins to look, if anybody else may work off the queue.
  void start();

  /// Call once, before the destructor, if it was started.
  Task<void> stop();

 private:
  Task<void> watch();
  void compare(std::vector<Job> held);

  Clock& clock_;
  JobStore& store_;
  Watchers& watchers_;
  telemetry::Log log_;
  std::map<JobId, Job> seen_;  ///< As they were last told.
  async::TaskGroup tasks_;
};

}  // namespace tapedeck::download
