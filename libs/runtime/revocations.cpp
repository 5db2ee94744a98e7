#include "runtime/revocations.hpp"

#include <algorithm>
#include <mutex>

namespace tapedeck::runtime {

void Revocations::add(SessionId session, Instant at) {
  const std::unique_lock lock(mutex_);
  ended_.emplace(session, at);
  if (ended_.size() > most) forget(at);
  size_.store(ended_.size(), std::memory_order_release);
}

// Most of the time nobody has logged out for a day, and every request asks.
bool Revocations::has(SessionId session) const {
  if (size() == 0) return false;
  const std::shared_lock lock(mutex_);
  return ended_.contains(session);
}

void Revocations::forget(Instant now) {
  std::erase_if(ended_, [&](const auto& entry) { return entry.second + kept < now; });
  if (ended_.size() <= most) return;
  const auto oldest =
      std::ranges::min_element(ended_, {}, [](const auto& entry) { return entry.second; });
  ended_.erase(oldest);
}

}  // namespace tapedeck::runtime
