#include "archive/http/stall_watch.hpp"

#include <algorithm>

namespace tapedeck::archive {

StallWatch::StallWatch(std::chrono::milliseconds idle, Ticks now)
    : idle_(idle), last_(now), window_(now) {}

void StallWatch::received(std::uint64_t bytes, Ticks now) {
  last_ = now;
  window_bytes_ += bytes;
  if (now - window_ >= 2 * idle_ && !drips(now)) {
    window_ = now;
    window_bytes_ = 0;
  }
}

void StallWatch::resume(Ticks now) {
  paused_ = false;
  last_ = window_ = now;
  window_bytes_ = 0;
}

bool StallWatch::drips(Ticks now) const {
  const auto lasted = std::chrono::duration_cast<std::chrono::milliseconds>(now - window_).count();
  const auto expected = least_bytes_per_second * static_cast<std::uint64_t>(lasted) / 1'000;
  return window_bytes_ < expected;
}

bool StallWatch::stalled(Ticks now) const {
  if (paused_) return false;
  return now - last_ >= idle_ || (now - window_ >= 2 * idle_ && drips(now));
}

StallWatch::Ticks StallWatch::look_again() const {
  if (paused_) return Ticks::max();
  return std::min(last_ + idle_, std::max(last_, window_ + 2 * idle_));
}

}  // namespace tapedeck::archive
