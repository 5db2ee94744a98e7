#include "gateway/core/buckets.hpp"

#include <algorithm>

namespace tapedeck::gateway {

std::optional<std::chrono::nanoseconds> Buckets::take(std::string_view key, Moment now) {
  if (pace_.interval == pace_.interval.zero()) return std::nullopt;
  auto& full_at = full_at_.use(key);
  const auto full_after = std::max(full_at, now) + pace_.interval;
  const auto wait = full_after - now - pace_.interval * pace_.at_once;
  if (wait > wait.zero()) return wait;
  full_at = full_after;
  return std::nullopt;
}

void Buckets::put_back(std::string_view key) {
  if (auto* full_at = full_at_.find(key)) *full_at -= pace_.interval;
}

}  // namespace tapedeck::gateway
