#pragma once

#include "async/clock.hpp"
#include "async/event.hpp"
#include "async/task.hpp"
#include "async/task_group.hpp"

#include <functional>
#include <map>

namespace tapedeck::http::outbound {

class Alarm;

/// The time limits of many connections, watched by one sleeper.
///
/// A request sets and unsets a limit for a few hundred nanoseconds and no system call, where a
/// timer of its own would cost two: nearly every limit is unset long before it rings, and new ones
/// are later than those already set, so the sleeper is hardly ever woken for nothing.
/// Lives on one loop; not thread-safe.
class Alarms {
 public:
  /// `clock` outlives the alarms.
  Alarms(async::Executor executor, Clock& clock);
  Alarms(const Alarms&) = delete;
  Alarms& operator=(const Alarms&) = delete;

  [[nodiscard]] Clock& clock() const noexcept { return clock_; }

  /// Stops watching. Call once, before the destructor; every Alarm is unset or gone by then.
  Task<void> close();

 private:
  friend class Alarm;
  using Waiting = std::multimap<Clock::Ticks, Alarm*>;

  void watch_until(Clock::Ticks at);
  void ring_those_due();
  Task<void> watch();

  Clock& clock_;
  Waiting waiting_;
  async::Event sooner_;
  Clock::Ticks asleep_until_ = Clock::Ticks::max();
  bool watching_ = false;
  async::TaskGroup watcher_;
};

/// One time limit, off until it is set. Rings once, on the loop, then is off again.
class Alarm {
 public:
  /// `ring` must not wait; it may set or destroy any alarm but this one.
  Alarm(Alarms& alarms, std::move_only_function<void()> ring);
  ~Alarm();
  Alarm(const Alarm&) = delete;
  Alarm& operator=(const Alarm&) = delete;

  /// Rings at `at`, and no more at the time that was set before.
  void set(Clock::Ticks at);
  void set_in(std::chrono::nanoseconds duration);
  void unset();

 private:
  friend class Alarms;

  Alarms& alarms_;
  std::move_only_function<void()> ring_;
  Alarms::Waiting::node_type off_;  ///< Its place in the map while it is off; costs no allocation.
  Alarms::Waiting::iterator on_;
};

}  // namespace tapedeck::http::outbound
