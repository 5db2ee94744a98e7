#pragma once

#include "async/clock.hpp"

#include <chrono>
#include <optional>

namespace tapedeck::download {

/// Lets the progress of one job through at most four times a second: a listener sees no more, and a
/// fast disk would make thousands.
class Pace {
 public:
  static constexpr std::chrono::milliseconds between{250};

  /// Whether a step at `now` is told. One that is not is covered by the next.
  [[nodiscard]] bool lets_through(Clock::Ticks now) {
    if (told_ && now - *told_ < between) return false;
    told_ = now;
    return true;
  }

 private:
  std::optional<Clock::Ticks> told_;
};

}  // namespace tapedeck::download
