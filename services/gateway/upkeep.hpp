#pragma once

#include "async/clock.hpp"
#include "async/task_group.hpp"
#include "gateway/accounts.hpp"
#include "gateway/http/search_history.hpp"
#include "telemetry/log.hpp"

#include <chrono>

namespace tapedeck::gateway {

/// What the gateway does by itself: learns every two seconds which sessions others have ended on
/// the same database, and forgets every hour what has run out. Lives on its loop.
class Upkeep {
 public:
  /// A session that another gateway ended is ended here after two of these at most.
  static constexpr std::chrono::seconds learning_period{2};
  static constexpr std::chrono::hours sweeping_period{1};

  /// All of these outlive the upkeep.
  Upkeep(async::Executor executor, Clock& clock, Accounts& accounts, SearchHistory& history,
         telemetry::Log log);

  /// Call once.
  void start();

  /// Call once after start(), before the destructor.
  Task<void> stop();

 private:
  Task<void> keep_learning();
  Task<void> keep_sweeping();
  void note(std::string_view what, const Result<void>& done);

  Clock& clock_;
  Accounts& accounts_;
  SearchHistory& history_;
  telemetry::Log log_;
  async::TaskGroup tasks_;
};

}  // namespace tapedeck::gateway
