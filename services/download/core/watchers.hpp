#pragma once

#include "download/core/ports.hpp"

#include <vector>

namespace tapedeck::download {

/// Tells everybody who wants to know what becomes of jobs. On the service's loop.
class Watchers {
 public:
  /// `watcher` hears of every job until remove(), which it calls before it is destroyed.
  void add(JobWatcher& watcher);
  void remove(JobWatcher& watcher);

  void changed(const Job& job) const;
  void heard(const Job& job) const;
  void removed(const std::vector<Job>& jobs) const;
  void queued(const std::vector<Job>& jobs) const;

 private:
  std::vector<JobWatcher*> watchers_;
};

}  // namespace tapedeck::download
