#include "async/event.hpp"

#include "async/use_task.hpp"

namespace tapedeck::async {

Event::Event(Executor executor) : never_(executor, Timer::time_point::max()) {}

void Event::announce() {
  ++announced_;
  never_.cancel();  // wakes every wait and leaves the timer at "never"
}

Task<Result<void>> Event::wait() {
  const auto before = announced_;
  co_await never_.async_wait(use_tuple);
  // Both an announcement and a cancellation end the wait with operation_aborted.
  if (announced_ == before) co_return fail(Errc::cancelled, "The wait was cancelled.");
  co_return Result<void>();
}

}  // namespace tapedeck::async
