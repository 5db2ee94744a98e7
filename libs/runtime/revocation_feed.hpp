#pragma once

#include "async/clock.hpp"
#include "async/task_group.hpp"
#include "http/client.hpp"
#include "identity/service_token.hpp"
#include "runtime/revocations.hpp"
#include "telemetry/log.hpp"

#include <chrono>
#include <optional>
#include <string>

namespace tapedeck::runtime {

/// Asks the gateway which sessions were ended, for a process that has no gateway of its own.
///
/// While the gateway does not answer, what is known stays true and nothing is added: a service goes
/// on for the tokens it can check, and those end by themselves. Lives on one loop.
class RevocationFeed {
 public:
  /// A session that was ended is ended here after two of these at most: the promise is 5 s.
  static constexpr std::chrono::seconds period{2};

  /// All of these outlive the feed.
  RevocationFeed(async::Executor executor, Clock& clock, http::Origin gateway,
                 const identity::ServiceTokens& tokens, Revocations& revocations,
                 telemetry::Log log);

  /// Begins to ask. Call once.
  void start();

  /// Ends it. Call once after start(), before the destructor.
  Task<void> stop();

 private:
  Task<void> keep_asking();
  Task<Result<void>> ask();
  void note(const Result<void>& asked);

  Clock& clock_;
  http::Client gateway_;
  const identity::ServiceTokens& tokens_;
  Revocations& revocations_;
  telemetry::Log log_;
  async::TaskGroup tasks_;
  std::optional<Instant> seen_;  ///< Up to when the gateway has told.
  bool reachable_ = true;
};

}  // namespace tapedeck::runtime
