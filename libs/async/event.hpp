#pragma once

#include "async/task.hpp"
#include "async/timer.hpp"
#include "base/result.hpp"

namespace tapedeck::async {

/// Something that coroutines of one loop wait for and others announce.
///
/// It holds no state of its own: who waits looks at the state it waits for before and after
/// (`while (queue.empty()) co_await event.wait();`). Lives on one loop; not thread-safe.
class Event {
 public:
  explicit Event(Executor executor);
  Event(const Event&) = delete;
  Event& operator=(const Event&) = delete;

  /// Wakes all who wait now.
  void announce();

  /// Waits for the next announce(). Errors: `cancelled`.
  Task<Result<void>> wait();

 private:
  Timer never_;
  std::uint64_t announced_ = 0;
};

}  // namespace tapedeck::async
