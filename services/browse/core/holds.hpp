#pragma once

#include "async/clock.hpp"

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace tapedeck::browse {

/// What is not to be asked again for a while, since the Archive failed and an older answer will do.
/// Apart from the answers, of which the longest are not in memory. Bounded: when there are too many
/// the one that ends first gives way.
///
/// Lives on one loop; not thread-safe.
class Holds {
 public:
  explicit Holds(std::size_t most = 1'000) : most_(most) {}

  /// Holds `key` until then; those that have ended by `now` are forgotten.
  void put(std::string key, Clock::Ticks until, Clock::Ticks now);

  [[nodiscard]] bool has(std::string_view key, Clock::Ticks now) const;

  void clear() { until_.clear(); }

  [[nodiscard]] std::size_t size() const noexcept { return until_.size(); }

 private:
  std::size_t most_;
  std::map<std::string, Clock::Ticks, std::less<>> until_;
};

}  // namespace tapedeck::browse
