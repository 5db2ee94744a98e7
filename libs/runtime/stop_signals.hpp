#pragma once

#include <chrono>

namespace tapedeck::runtime {

/// SIGINT and SIGTERM, taken by one thread that asks for them instead of by a handler.
///
/// Made on the main thread before any other thread starts, since threads inherit what is blocked.
class StopSignals {
 public:
  StopSignals();
  ~StopSignals();
  StopSignals(const StopSignals&) = delete;
  StopSignals& operator=(const StopSignals&) = delete;

  /// Waits for the next signal; gives its number.
  int wait();

  /// Waits for the next signal or for wake(), at most for `limit`; whether it was a signal.
  bool wait_or_woken(std::chrono::milliseconds limit);

  /// Ends a wait_or_woken(), the running or the next. Any thread.
  void wake();

 private:
  int signals_;
  int woken_;
};

}  // namespace tapedeck::runtime
