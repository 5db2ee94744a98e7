#pragma once

#include "base/instant.hpp"
#include "base/uuid.hpp"

#include <atomic>
#include <cstddef>
#include <shared_mutex>
#include <unordered_map>

namespace tapedeck::runtime {

/// The sessions that were ended while an access token of theirs may still hold. One for the whole
/// process, so that what the gateway ends is over for the services beside it at once. Any thread.
class Revocations {
 public:
  /// No token lives longer than a day (identity::AccessTokens), give or take the clocks' leeway.
  static constexpr std::chrono::hours kept{25};

  /// How many are kept. The oldest go first, and with them the least time that is left to a token.
  static constexpr std::size_t most = 100'000;

  /// `session` was ended at `at`. What is older than `kept` before that is forgotten.
  void add(SessionId session, Instant at);

  [[nodiscard]] bool has(SessionId session) const;

  [[nodiscard]] std::size_t size() const noexcept { return size_.load(std::memory_order_acquire); }

 private:
  void forget(Instant now);

  mutable std::shared_mutex mutex_;
  std::unordered_map<SessionId, Instant> ended_;
  std::atomic<std::size_t> size_{0};
};

}  // namespace tapedeck::runtime
