#pragma once

#include "async/task_group.hpp"
#include "download/core/transfer.hpp"
#include "telemetry/log.hpp"

#include <chrono>
#include <set>
#include <string>

namespace tapedeck::download {

/// Looks after the vault: compares it with the rows, and empties its trash. Lives on one loop; not
/// thread-safe.
class Housekeeper {
 public:
  /// Between two rounds.
  static constexpr std::chrono::hours interval{6};

  /// All of `ground` outlives this.
  Housekeeper(const Ground& ground, async::Executor home, telemetry::Log log)
      : ground_(ground), log_(log), tasks_(home) {}

  /// Goes its rounds from now on; the first one is the engine's, at its start.
  void start();

  /// Ends the round and waits for it.
  Task<void> stop();

  /// One round: finished files that a disk has lost are told of, those that lost their names have
  /// them again, or new ones when files are named otherwise now, bytes of no job go into the trash,
  /// and what has been there for long enough is removed for good.
  ///
  /// Sizes are compared, and bytes not read; that those are right is looked at when they are
  /// verified.
  Task<void> go_round();

  /// Removes parts that no row knows any more: those of jobs that were removed when the vault was
  /// not there, or just before a death. What was begun after `since` is none of them.
  Task<void> tidy(std::set<std::string> wanted, Instant since);

 private:
  Task<void> live();
  Task<bool> look_at_all();
  Task<bool> look_at(Job completed);
  Task<bool> check_name(Job completed);
  Task<bool> rename(Job completed, VaultPath place);
  Task<bool> adopt(Job completed);
  Task<bool> lose(Job completed, const char* why);
  Task<void> give_up_orphans();
  Task<void> empty_trash();

  Ground ground_;
  telemetry::Log log_;
  async::TaskGroup tasks_;
};

}  // namespace tapedeck::download
