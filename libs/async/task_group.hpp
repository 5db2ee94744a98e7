#pragma once

#include "async/event.hpp"
#include "async/task.hpp"

#include <cstddef>
#include <list>
#include <memory>

namespace tapedeck::async {

/// The tasks a part has started and must see end: nothing is detached.
///
/// A member of whoever starts them. Before anything its tasks touch is destroyed, the group is
/// cancelled and joined. Lives on one loop; not thread-safe.
///
/// A task that throws anything but its own cancellation is a bug and comes out of Loop::run().
class TaskGroup {
 public:
  explicit TaskGroup(Executor executor);

  /// Stops the process if a task still runs: it would touch what is being destroyed.
  ~TaskGroup();
  TaskGroup(const TaskGroup&) = delete;
  TaskGroup& operator=(const TaskGroup&) = delete;

  /// Starts `task`: on the group's loop it runs to its first wait inside this call, elsewhere the
  /// loop takes it up. After cancel() it is dropped unstarted.
  void spawn(Task<void> task);

  /// Cancels every task, and each one spawned from now on.
  void cancel();

  /// Waits until no task is left, cancelled itself or not. Call after cancel(), or when they end.
  Task<void> join();

  [[nodiscard]] std::size_t size() const noexcept { return running_.size(); }

 private:
  struct Entry;

  Executor executor_;
  std::list<std::unique_ptr<Entry>> running_;
  Event ended_;
  bool cancelled_ = false;
};

}  // namespace tapedeck::async
