#pragma once

#include "base/uuid.hpp"

#include <chrono>
#include <cstdint>

namespace tapedeck::download {

// Several processes may work off one queue (docs/decisions/0020-leases.md). Whoever claims a job
// holds it for a while, says again and again that it still does, and loses it when it does not: a
// dead process's jobs move on. Their clocks agree within lease_time.

/// For so long a claim is worth something without being renewed.
inline constexpr std::chrono::milliseconds lease_time{30'000};

/// So often it is renewed, and found out whether a job was taken away: a cancelled one is to stop
/// within a second, whoever works on it.
inline constexpr std::chrono::milliseconds heartbeat{700};

/// So often an idle process looks for what others have queued or left.
inline constexpr std::chrono::milliseconds look_around{2'000};

/// One claim of a job. Each has another number, a higher one than those before: who comes with an
/// older one has lost the job.
struct Claim {
  JobId job;
  std::uint64_t fence = 0;

  friend bool operator==(const Claim&, const Claim&) = default;
};

}  // namespace tapedeck::download
