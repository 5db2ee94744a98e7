#pragma once

#include <chrono>
#include <cstdint>

namespace tapedeck::async {

/// How long to wait before the n-th try of something that failed: it doubles each time, up to a
/// ceiling, and is spread, so that many who failed together do not come back together.
struct Backoff {
  std::chrono::milliseconds first{2'000};
  std::chrono::milliseconds ceiling{300'000};

  /// The wait after `failures` failures in a row (from 1). `dice` is any random number: the result
  /// lies between half the full wait and the full wait.
  [[nodiscard]] std::chrono::milliseconds wait(unsigned failures, std::uint32_t dice) const;
};

}  // namespace tapedeck::async
