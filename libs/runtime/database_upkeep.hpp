#pragma once

#include "async/clock.hpp"
#include "async/task_group.hpp"
#include "database/pool.hpp"
#include "telemetry/log.hpp"

#include <chrono>

namespace tapedeck::runtime {

/// Lets a service's database put its house in order once a minute, while the service runs. Lives on
/// the loop of `executor`.
class DatabaseUpkeep {
 public:
  static constexpr std::chrono::minutes period{1};

  /// `clock` and `database` outlive this.
  DatabaseUpkeep(async::Executor executor, Clock& clock, database::Pool& database,
                 telemetry::Log log);

  /// Call once.
  void start();

  /// Ends it, or does nothing where it never began. Call before the destructor.
  Task<void> stop();

 private:
  Task<void> keep_tidying();

  Clock& clock_;
  database::Pool& database_;
  telemetry::Log log_;
  async::TaskGroup tasks_;
};

}  // namespace tapedeck::runtime
