#pragma once

#include "async/task.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>

#include <utility>

namespace tapedeck::async {

/// Runs `task` on the loop of `executor` and blocks this thread, which must be another one, until
/// it ends. For wiring and tests: a coroutine awaits. Rethrows what the task threw.
template <class T>
T await(Executor executor, Task<T> task) {
  return boost::asio::co_spawn(executor, std::move(task), boost::asio::use_future).get();
}

}  // namespace tapedeck::async
