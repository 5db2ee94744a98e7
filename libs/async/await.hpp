#pragma once

#include "async/task.hpp"

#include <boost/asio/co_spawn.hpp>

#include <exception>
#include <future>
#include <type_traits>
#include <utility>

namespace tapedeck::async {

/// Runs `task` on the loop of `executor` and blocks this thread, which must be another one, until
/// it ends. For wiring and tests: a coroutine awaits. Rethrows what the task threw.
template <class T>
T await(Executor executor, Task<T> task) {
  // Not asio::use_future: g++ 12 at -O1 takes a part of it for uninitialized in some programs.
  std::promise<T> promise;
  auto future = promise.get_future();
  auto finish = [promise = std::move(promise)](const std::exception_ptr& thrown,
                                               auto... value) mutable {
    if (thrown) {
      promise.set_exception(thrown);
    } else {
      promise.set_value(std::move(value)...);
    }
  };
  boost::asio::co_spawn(executor, std::move(task), std::move(finish));
  return future.get();
}

}  // namespace tapedeck::async
