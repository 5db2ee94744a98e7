#pragma once

#include "async/clock.hpp"

#include <chrono>

namespace tapedeck::archive {

/// Stops calling a host that cannot be reached, and lets one call at a time find out whether it can
/// again.
///
/// The Archive blocks an address by refusing its connections for a minute or longer; knocking on
/// makes that worse. Pure: told the time, it waits for nothing.
class Breaker {
 public:
  using Ticks = Clock::Ticks;

  struct Settings {
    std::chrono::milliseconds first{60'000};     ///< The first pause; each next one is twice it.
    std::chrono::milliseconds longest{600'000};  ///< Up to this.
    unsigned silences = 3;  ///< So many calls in a row without any answer count as unreachable.
  };

  explicit Breaker(Settings settings) : settings_(settings) {}

  /// A call that began at `began` could not connect. Opens the breaker, unless it is one of those
  /// that were under way when it opened.
  void unreachable(Ticks began, Ticks now);

  /// A call that began at `began` heard nothing until it gave up.
  void silent(Ticks began, Ticks now);

  /// A call was answered, whatever the answer: the host is there.
  void answered();

  /// No call before this; a time in the past when the breaker is closed.
  [[nodiscard]] Ticks until() const noexcept { return until_; }

  /// Opened and not yet closed: the next calls go one at a time until one is answered.
  [[nodiscard]] bool open() const noexcept { return trips_ > 0; }

 private:
  void trip(Ticks now);

  Settings settings_;
  unsigned trips_ = 0;
  unsigned silences_ = 0;
  Ticks tripped_at_{};
  Ticks until_{};
};

}  // namespace tapedeck::archive
