#pragma once

#include <string>
#include <vector>

namespace tapedeck::bench {

/// What a program took from its start to its end, with what it started itself.
struct Spent {
  double seconds = 0;
  double cpu_seconds = 0;  ///< User and system time.

  Spent& operator+=(const Spent& more) {
    seconds += more.seconds;
    cpu_seconds += more.cpu_seconds;
    return *this;
  }
};

/// Runs `command` (found by PATH) to its end; what it says goes to the file `log`. Throws when it
/// cannot be run or fails.
[[nodiscard]] Spent run(const std::vector<std::string>& command, const std::string& log);

/// The SHA-1 of each file, as `openssl dgst` reckons it. `log` as above.
[[nodiscard]] std::vector<std::string> sha1_of(const std::vector<std::string>& files,
                                               const std::string& log);

}  // namespace tapedeck::bench
