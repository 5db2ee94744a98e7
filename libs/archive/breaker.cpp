#include "archive/breaker.hpp"

#include <algorithm>

namespace tapedeck::archive {

void Breaker::unreachable(Ticks began, Ticks now) {
  if (open() && began <= tripped_at_) return;
  trip(now);
}

void Breaker::silent(Ticks began, Ticks now) {
  if (open() && began <= tripped_at_) return;
  if (open() || ++silences_ >= settings_.silences) trip(now);
}

void Breaker::answered() {
  trips_ = 0;
  silences_ = 0;
  until_ = {};
}

void Breaker::trip(Ticks now) {
  const unsigned doublings = std::min(trips_, 20U);
  ++trips_;
  silences_ = 0;
  tripped_at_ = now;
  until_ = now + std::min(settings_.first * (1U << doublings), settings_.longest);
}

}  // namespace tapedeck::archive
