#include "archive/usage.hpp"

#include <algorithm>
#include <utility>

namespace tapedeck::archive {
namespace {

std::int64_t minute_of(Clock::Ticks now) {
  return std::chrono::floor<std::chrono::minutes>(now.time_since_epoch()).count();
}

std::chrono::milliseconds rounded(std::chrono::nanoseconds duration) {
  return std::chrono::round<std::chrono::milliseconds>(duration);
}

void add(Usage& sum, const Usage& usage) {
  for (std::size_t lane = 0; lane < lanes; ++lane)
    sum.calls[lane] += usage.calls[lane];
  sum.waits += usage.waits;
  sum.waited += usage.waited;
  sum.longest_wait = std::max(sum.longest_wait, usage.longest_wait);
  sum.refused += usage.refused;
  sum.overloads += usage.overloads;
  sum.unreachable += usage.unreachable;
}

}  // namespace

void UsageMeter::called(Lane lane, std::chrono::nanoseconds waited, Ticks now) {
  auto& usage = at(now);
  ++usage.calls[std::to_underlying(lane)];
  const auto wait = rounded(waited);
  if (wait.count() == 0) return;
  ++usage.waits;
  usage.waited += wait;
  usage.longest_wait = std::max(usage.longest_wait, wait);
}

void UsageMeter::refused(Ticks now) { ++at(now).refused; }

void UsageMeter::reacted(Reaction reaction, Ticks now) {
  auto& usage = at(now);
  if (reaction == Reaction::overloaded) ++usage.overloads;
  if (reaction == Reaction::unreachable || reaction == Reaction::silent) ++usage.unreachable;
}

Usage UsageMeter::last_hour(Ticks now) const {
  const auto newest = minute_of(now);
  Usage sum;
  for (const auto& minute : minutes_) {
    const auto age = newest - minute.number;
    if (minute.number >= 0 && age >= 0 && age < std::ssize(minutes_)) add(sum, minute.usage);
  }
  return sum;
}

Usage& UsageMeter::at(Ticks now) {
  const auto number = minute_of(now);
  auto& minute = minutes_[static_cast<std::size_t>(number % std::ssize(minutes_))];
  if (minute.number != number) minute = {number, {}};
  return minute.usage;
}

}  // namespace tapedeck::archive
