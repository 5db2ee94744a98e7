#include "archive/brake.hpp"

#include <algorithm>

namespace tapedeck::archive {

void Brake::press(Ticks began, Ticks now, std::optional<std::chrono::milliseconds> asked,
                  std::uint32_t dice) {
  const bool again = failures_ > 0 && began <= pressed_at_;
  const bool named = asked && asked->count() > 0;  // "0" is no time to wait
  if (again && !named) return;
  if (!again) {
    ++failures_;
    pressed_at_ = now;
  }
  const auto wait = named ? *asked : backoff_.wait(failures_, dice);
  until_ = std::max(until_, now + std::min(wait, most_));
}

void Brake::ease(Ticks began) {
  if (failures_ > 0 && began > pressed_at_) failures_ = 0;
}

}  // namespace tapedeck::archive
