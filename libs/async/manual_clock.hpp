#pragma once

#include "async/clock.hpp"
#include "async/loop.hpp"

#include <map>
#include <memory>

namespace tapedeck::async {

/// A clock that stands still until it is told to go on: for tests on virtual time.
///
/// Lives on one loop, which the test's thread works off; not thread-safe.
class ManualClock final : public Clock {
 public:
  /// Time starts at `start`: by default 8 May 1977, 20:00 UTC.
  explicit ManualClock(Instant start = Instant{
                           std::chrono::sys_days{std::chrono::year{1977} / 5 / 8} +
                           std::chrono::hours{20}});
  ~ManualClock() override;

  [[nodiscard]] Instant now() const override {
    return std::chrono::floor<std::chrono::milliseconds>(now_);
  }
  [[nodiscard]] Ticks ticks() const override { return ticks_; }
  Task<Result<void>> sleep_until(Ticks until) override;

  /// How far the clock has come since it was made.
  [[nodiscard]] std::chrono::nanoseconds elapsed() const { return ticks_ - Ticks{}; }

  /// Goes on by `duration`, waking the sleepers it passes in their order; works off `loop` before,
  /// between and after.
  void advance(Loop& loop, std::chrono::nanoseconds duration);

  /// Works off `loop`, jumping to the next sleeper whenever nothing is ready, until nobody sleeps.
  /// Stops the process after `limit` of virtual time, since a test that waits for ever is a bug.
  void run_until_idle(Loop& loop, std::chrono::nanoseconds limit = std::chrono::hours{24 * 365});

  /// Steps the time of day alone, as an operator or NTP may; ticks() does not notice.
  void step_time_of_day(std::chrono::milliseconds by) { now_ += by; }

 private:
  struct Sleeper;

  void jump_to(Ticks to);

  std::chrono::sys_time<std::chrono::nanoseconds> now_;
  Ticks ticks_{};
  std::multimap<Ticks, const Sleeper*> sleepers_;
};

}  // namespace tapedeck::async
