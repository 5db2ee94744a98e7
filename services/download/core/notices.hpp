#pragma once

#include "async/clock.hpp"
#include "async/event.hpp"
#include "async/task_group.hpp"
#include "download/core/ports.hpp"
#include "telemetry/log.hpp"

#include <chrono>
#include <map>
#include <utility>
#include <vector>

namespace tapedeck::download {

/// What became of a recording that somebody wanted.
struct Notice {
  UserId user;
  EndedGroup ended;
};

/// Takes notices to whoever asked for them.
class Messenger {
 public:
  virtual ~Messenger() = default;

  /// Takes one along, or drops it when there are too many. Never waits.
  virtual void send(Notice notice) = 0;
};

/// Tells when all files of a recording have come to their end: one notice for all of them, and
/// again one when files of it were asked for anew.
///
/// Of several processes over one queue only one tells (JobStore::tell()). Lives on one loop; not
/// thread-safe.
class Notices final : public JobWatcher {
 public:
  /// So long nothing more may end in a group before it is looked at: who asks for its files one
  /// after the other hears of all of them at once.
  static constexpr std::chrono::milliseconds quiet{3'000};

  /// All but `log` outlive this.
  Notices(Clock& clock, JobStore& store, Messenger& messenger, async::Executor home,
          telemetry::Log log)
      : clock_(clock),
        store_(store),
        messenger_(messenger),
        log_(log),
        stirred_(home),
        tasks_(home) {}

  void start();

  /// Call once, before the destructor, if it was started. What was not told yet is not told.
  Task<void> stop();

  void changed(const Job& job) override;
  void removed(const std::vector<Job>&) override {}

 private:
  using Group = std::pair<UserId, ItemIdentifier>;

  Task<void> watch();
  Task<void> tell(Group group);

  Clock& clock_;
  JobStore& store_;
  Messenger& messenger_;
  telemetry::Log log_;
  std::map<Group, Clock::Ticks> due_;  ///< When to look at a group in which something has ended.
  async::Event stirred_;
  async::TaskGroup tasks_;
};

}  // namespace tapedeck::download
