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

  /// Ends the process with status 1 and a sentence on stderr, unless it has ended by itself within
  /// `limit`: a thread that waits for a disk that has gone may never come back to be joined. What
  /// has been promised by then is kept, as after a crash.
  static void end_within(std::chrono::milliseconds limit);

 private:
  int signals_;
  int woken_;
};

}  // namespace tapedeck::runtime
