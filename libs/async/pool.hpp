#pragma once

#include "async/task.hpp"
#include "async/use_task.hpp"
#include "base/result.hpp"

#include <boost/asio/async_result.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>

#include <atomic>
#include <cstddef>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>

namespace tapedeck::async {

namespace detail {

template <class T>
struct AsResult {
  using type = Result<T>;
};
template <class T>
struct AsResult<Result<T>> {
  using type = Result<T>;
};

}  // namespace detail

/// A few threads for work that blocks or computes, and a bounded queue in front of them.
///
/// Where code runs is a visible decision: `compute` hashes, `disk` reads files and SQL. Work is a
/// plain function and its arguments; it is never cancelled half way, so it must end by itself.
/// run() is called from any loop and resumes there. The pool is destroyed before the loops it
/// answers to stop: its destructor finishes what is queued.
class Pool {
 public:
  /// `queue` is how many calls may wait or run at once; the next one is refused.
  Pool(std::string name, unsigned threads, std::size_t queue);
  ~Pool();
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;

  /// Calls `function(arguments...)` on one of the threads and gives what it returned.
  ///
  /// A cancelled caller still waits for the function to end. Rethrows what the function threw.
  /// Errors: the function's own; `unavailable` with a second to wait when the queue is full.
  template <class F, class... A>
  auto run(F function, A... arguments)
      -> Task<typename detail::AsResult<std::invoke_result_t<F, A...>>::type>;

  /// Calls waiting or running now. Any thread.
  [[nodiscard]] std::size_t load() const noexcept { return load_.load(std::memory_order_relaxed); }

 private:
  struct Threads;

  [[nodiscard]] bool enter() noexcept;
  void leave() noexcept { load_.fetch_sub(1, std::memory_order_relaxed); }
  void post(std::move_only_function<void()> work);

  std::string name_;
  std::size_t queue_;
  std::atomic<std::size_t> load_{0};
  std::unique_ptr<Threads> threads_;
};

template <class F, class... A>
auto Pool::run(F function, A... arguments)
    -> Task<typename detail::AsResult<std::invoke_result_t<F, A...>>::type> {
  using Returned = std::invoke_result_t<F, A...>;
  using Out = typename detail::AsResult<Returned>::type;
  namespace asio = boost::asio;

  if (!enter()) {
    co_return fail_until(Errc::unavailable, "Too much is going on at once; try again in a moment.",
                         std::chrono::seconds{1}, "pool " + name_ + " is full");
  }
  auto home = co_await asio::this_coro::executor;
  auto initiate = [this, home, &function, &arguments...](auto handler) {
    auto work = [this, guard = asio::make_work_guard(home), handler = std::move(handler),
                 function = std::move(function),
                 bound = std::make_tuple(std::move(arguments)...)]() mutable {
      std::exception_ptr thrown;
      std::optional<Out> out;
      try {
        if constexpr (std::is_void_v<Returned>) {
          std::apply(std::move(function), std::move(bound));
          out.emplace();
        } else {
          out.emplace(std::apply(std::move(function), std::move(bound)));
        }
      } catch (...) {  // handed on to the caller, on its own loop
        thrown = std::current_exception();
      }
      leave();
      // Moved, so that this thread has let go of the exception before the caller looks into it.
      asio::post(guard.get_executor(), [handler = std::move(handler), thrown = std::move(thrown),
                                        out = std::move(out)]() mutable {
        std::move(handler)(std::move(thrown), std::move(out));
      });
    };
    post(std::move(work));
  };
  auto out = co_await asio::async_initiate<const asio::use_awaitable_t<Executor>,
                                           void(std::exception_ptr, std::optional<Out>)>(
      std::move(initiate), use_task);
  co_return std::move(*out);
}

}  // namespace tapedeck::async
