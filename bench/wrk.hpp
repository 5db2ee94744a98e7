#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace tapedeck::bench {

/// What wrk says of one run.
struct Load {
  double requests = 0;
  double bytes = 0;
  double seconds = 0;  ///< As long as it really took: wrk waits for the requests under way.
  double p99_ms = 0;
  bool clean = false;  ///< No socket error, and every answer 2xx or 3xx.
};

/// Runs wrk with one thread for `seconds`; `fields` are header fields ("Range: bytes=0-").
/// Throws when it cannot be run.
[[nodiscard]] Load run_wrk(std::uint16_t port, const std::string& target, int connections,
                           int seconds, const std::vector<std::string>& fields = {});

}  // namespace tapedeck::bench
