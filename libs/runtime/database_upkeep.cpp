#include "runtime/database_upkeep.hpp"

namespace tapedeck::runtime {

DatabaseUpkeep::DatabaseUpkeep(async::Executor executor, Clock& clock, database::Pool& database,
                               telemetry::Log log)
    : clock_(clock), database_(database), log_(log), tasks_(executor) {}

void DatabaseUpkeep::start() { tasks_.spawn(keep_tidying()); }

Task<void> DatabaseUpkeep::stop() {
  tasks_.cancel();
  co_await tasks_.join();
}

Task<void> DatabaseUpkeep::keep_tidying() {
  for (;;) {
    auto slept = co_await clock_.sleep_for(period);
    if (!slept) co_return;
    auto tidied = co_await database_.tidy();
    if (tidied) continue;
    log_.warning("the database was not tidied",
                 {{"message", tidied.error().message}, {"detail", tidied.error().detail}});
  }
}

}  // namespace tapedeck::runtime
