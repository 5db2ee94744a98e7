#pragma once

#include "async/task.hpp"

#include <boost/asio/executor_work_guard.hpp>

#include <cstddef>
#include <string>
#include <thread>

namespace tapedeck::async {

/// A queue of ready coroutines and the thread that works it off.
///
/// Each service has one, so its state needs no locks. run() makes the calling thread the loop's;
/// LoopThread brings a thread along.
class Loop {
 public:
  Loop();
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

  [[nodiscard]] Executor executor() noexcept { return context_.get_executor(); }

  /// Works until stop(). A bug that throws out of a coroutine comes out here.
  void run();

  /// Works off what is ready and returns how much that was; never waits. For tests on virtual time.
  std::size_t poll();

  /// Makes run() return when the coroutine it is in next waits. Any thread. Whoever stops a loop
  /// has ended what runs on it (TaskGroup::join), or drops it.
  void stop();

 private:
  boost::asio::io_context context_;
  boost::asio::executor_work_guard<Executor> work_;
};

/// A loop with a thread of its own, from construction to destruction.
class LoopThread {
 public:
  /// `name` is the thread's name in `top` and debuggers; 15 bytes of it are kept.
  explicit LoopThread(std::string name);

  /// Stops the loop and waits for its thread.
  ~LoopThread();
  LoopThread(const LoopThread&) = delete;
  LoopThread& operator=(const LoopThread&) = delete;

  [[nodiscard]] Executor executor() noexcept { return loop_.executor(); }
  [[nodiscard]] Loop& loop() noexcept { return loop_; }

 private:
  Loop loop_;
  std::thread thread_;
};

}  // namespace tapedeck::async
