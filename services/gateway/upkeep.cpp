#include "gateway/upkeep.hpp"

namespace tapedeck::gateway {

Upkeep::Upkeep(async::Executor executor, Clock& clock, Accounts& accounts, SearchHistory& history,
               telemetry::Log log)
    : clock_(clock), accounts_(accounts), history_(history), log_(log), tasks_(executor) {}

void Upkeep::start() {
  tasks_.spawn(keep_learning());
  tasks_.spawn(keep_sweeping());
}

Task<void> Upkeep::stop() {
  tasks_.cancel();
  co_await tasks_.join();
}

Task<void> Upkeep::keep_learning() {
  for (;;) {
    auto slept = co_await clock_.sleep_for(learning_period);
    if (!slept) co_return;
    auto learned = co_await accounts_.learn_ended_sessions();
    note("which sessions ended was not learned", learned);
  }
}

Task<void> Upkeep::keep_sweeping() {
  for (;;) {
    auto slept = co_await clock_.sleep_for(sweeping_period);
    if (!slept) co_return;
    auto swept = co_await accounts_.sweep();
    note("sessions were not swept", swept);
    swept = co_await history_.sweep();
    note("searches were not swept", swept);
  }
}

void Upkeep::note(std::string_view what, const Result<void>& done) {
  if (done || done.error().code == Errc::cancelled) return;
  log_.warning(what, {{"message", done.error().message}, {"detail", done.error().detail}});
}

}  // namespace tapedeck::gateway
