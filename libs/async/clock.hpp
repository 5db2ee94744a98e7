#pragma once

#include "async/task.hpp"
#include "base/instant.hpp"
#include "base/result.hpp"

#include <chrono>

namespace tapedeck {

/// What time it is, and how to wait. Everything that waits asks a Clock, so that a test can live
/// through a month of outages in a millisecond (async/manual_clock.hpp).
class Clock {
 public:
  /// A point on the monotonic clock; only differences mean anything.
  using Ticks = std::chrono::steady_clock::time_point;

  virtual ~Clock() = default;

  /// The time of day, for rows, tokens and headers. May jump either way. Any thread.
  [[nodiscard]] virtual Instant now() const = 0;

  /// The monotonic time, for waits, deadlines and durations. Never goes back. Any thread.
  [[nodiscard]] virtual Ticks ticks() const = 0;

  /// Waits until ticks() has reached `until`; returns at once when it has. On the awaiting loop.
  /// Errors: `cancelled`.
  virtual Task<Result<void>> sleep_until(Ticks until) = 0;

  /// As sleep_until(), counted from now.
  Task<Result<void>> sleep_for(std::chrono::nanoseconds duration);
};

/// The machine's own clocks.
class SystemClock final : public Clock {
 public:
  [[nodiscard]] Instant now() const override;
  [[nodiscard]] Ticks ticks() const override;
  Task<Result<void>> sleep_until(Ticks until) override;
};

/// When an answer is no longer wanted. Made once, where a request begins, and handed down
/// unlengthened.
class Deadline {
 public:
  [[nodiscard]] static Deadline in(const Clock& clock, std::chrono::nanoseconds duration) {
    return Deadline(clock.ticks() + duration);
  }

  explicit Deadline(Clock::Ticks at) : at_(at) {}

  [[nodiscard]] Clock::Ticks at() const noexcept { return at_; }

  /// Not below zero.
  [[nodiscard]] std::chrono::nanoseconds left(const Clock& clock) const;

  [[nodiscard]] bool passed(const Clock& clock) const { return clock.ticks() >= at_; }

  /// The sooner of the two.
  [[nodiscard]] Deadline or_sooner(Deadline other) const {
    return Deadline(other.at_ < at_ ? other.at_ : at_);
  }

 private:
  Clock::Ticks at_;
};

}  // namespace tapedeck
