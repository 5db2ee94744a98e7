#pragma once

#include "async/clock.hpp"

#include <boost/asio/experimental/awaitable_operators.hpp>

#include <exception>
#include <utility>
#include <variant>

namespace tapedeck::async {

namespace detail {

/// What became of a task: its result, or the bug it threw.
template <class T>
struct Outcome {
  Result<T> result{};
  std::exception_ptr bug{};
};

template <class T>
Task<Outcome<T>> settle(Task<Result<T>> task) {
  Outcome<T> outcome;
  try {
    outcome.result = co_await std::move(task);
  } catch (const boost::system::system_error& error) {
    // A wait begun after the cancellation throws instead of answering (async/task.hpp).
    if (error.code() != boost::asio::error::operation_aborted)
      outcome.bug = std::current_exception();
    outcome.result = fail(Errc::cancelled, "The work was cancelled.");
  } catch (...) {  // handed on to the awaiting coroutine by within()
    outcome.bug = std::current_exception();
  }
  co_return outcome;
}

}  // namespace detail

/// Awaits `task` until `deadline`; then cancels it, waits for it to come to rest, and gives
/// `timed_out`. The one place that races a task against a clock.
///
/// T must be default-constructible (Boost 1.81). Errors: the task's, `timed_out`. Rethrows what the
/// task threw.
template <class T>
Task<Result<T>> within(Clock& clock, Deadline deadline, Task<Result<T>> task) {
  using namespace boost::asio::experimental::awaitable_operators;
  auto winner = co_await (detail::settle<T>(std::move(task)) || clock.sleep_until(deadline.at()));
  if (winner.index() == 1) {
    auto& slept = std::get<1>(winner);
    if (!slept) co_return failure(slept);
    co_return fail(Errc::timed_out, "It took too long.");
  }
  auto outcome = std::get<0>(std::move(winner));
  if (outcome.bug) std::rethrow_exception(outcome.bug);
  co_return std::move(outcome.result);
}

}  // namespace tapedeck::async
