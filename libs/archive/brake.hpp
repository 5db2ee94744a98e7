#pragma once

#include "async/backoff.hpp"
#include "async/clock.hpp"

#include <chrono>
#include <cstdint>
#include <optional>

namespace tapedeck::archive {

/// Holds every call back after the Archive said "too much" (429 or 503).
///
/// Once it says so it goes on saying so until its caller slows down, and so one brake is shared by
/// all. Pure: told the time, it waits for nothing.
class Brake {
 public:
  using Ticks = Clock::Ticks;

  /// `backoff` counts when the Archive names no time; no wait is longer than `most`.
  Brake(async::Backoff backoff, std::chrono::milliseconds most) : backoff_(backoff), most_(most) {}

  /// A call that began at `began` was told to wait, for `asked` if the Archive named a time. Calls
  /// that began before the last press say the same thing again: they lengthen the wait to what they
  /// were asked for, and count as no further failure.
  void press(Ticks began, Ticks now, std::optional<std::chrono::milliseconds> asked,
             std::uint32_t dice);

  /// A call that began at `began` was answered. Releases the brake if it began after it was
  /// pressed.
  void ease(Ticks began);

  /// No call before this.
  [[nodiscard]] Ticks until() const noexcept { return until_; }

  /// Pressed and not yet released: the next calls go one at a time until one is answered.
  [[nodiscard]] bool pressed() const noexcept { return failures_ > 0; }

 private:
  async::Backoff backoff_;
  std::chrono::milliseconds most_;
  unsigned failures_ = 0;
  Ticks pressed_at_{};
  Ticks until_{};
};

}  // namespace tapedeck::archive
