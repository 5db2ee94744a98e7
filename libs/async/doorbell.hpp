#pragma once

#include "async/event.hpp"
#include "async/task.hpp"
#include "base/result.hpp"

#include <atomic>
#include <memory>

namespace tapedeck::async {

/// Wakes a coroutine of one loop from any thread.
///
/// It remembers one ring: a wait() after it returns at once, so nothing is missed between looking
/// at a state and waiting for it to change. Several rings before a wait are one.
class Doorbell {
 public:
  /// `home` is the loop on which wait() is called. It outlives the bell.
  explicit Doorbell(Executor home);
  Doorbell(const Doorbell&) = delete;
  Doorbell& operator=(const Doorbell&) = delete;

  /// Any thread, as long as the bell exists; whoever rings from elsewhere holds a lock that the
  /// owner takes before destroying it.
  void ring();

  /// Waits for a ring. One waits at a time. Errors: `cancelled`.
  Task<Result<void>> wait();

 private:
  struct State {
    explicit State(Executor home) : event(home) {}

    Event event;
    bool rung = false;
    std::atomic<bool> on_its_way{false};
  };

  Executor home_;
  // Shared with the rings on their way to the loop: one may arrive after the bell has gone.
  std::shared_ptr<State> state_;
};

}  // namespace tapedeck::async
