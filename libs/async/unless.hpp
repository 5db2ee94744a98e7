#pragma once

#include "async/within.hpp"

namespace tapedeck::async {

/// Awaits `task` until `interruption` ends, however it ends; then cancels the task, waits for it to
/// come to rest, and gives `cancelled`. The one place that races a task against an event.
///
/// T must be default-constructible (Boost 1.81). Errors: the task's, `cancelled`. Rethrows what the
/// task threw, which the bare race would take for a runner that is still on its way.
template <class T>
Task<Result<T>> unless(Task<Result<void>> interruption, Task<Result<T>> task) {
  using namespace boost::asio::experimental::awaitable_operators;
  auto winner = co_await (detail::settle<T>(std::move(task)) || std::move(interruption));
  if (winner.index() == 1) co_return fail(Errc::cancelled, "The work was interrupted.");
  auto outcome = std::get<0>(std::move(winner));
  if (outcome.bug) std::rethrow_exception(outcome.bug);
  co_return std::move(outcome.result);
}

}  // namespace tapedeck::async
