#pragma once

#include "async/pool.hpp"
#include "async/task.hpp"
#include "base/result.hpp"
#include "identity/password.hpp"

#include <cstddef>
#include <optional>
#include <string>

namespace tapedeck::identity {

/// Hashes and compares passwords on threads of its own, so that a storm of logins slows nothing but
/// logins: half of the cores and a queue of 32, which is full after some three seconds of work.
///
/// Called from any loop, resumes there. Outlives its callers (async::Pool says more).
class Passwords {
 public:
  static constexpr std::size_t queue = 32;

  struct Options {
    unsigned cost = default_bcrypt_cost;
    unsigned threads = 0;  ///< 0 is half of the machine's cores, at least one.
  };

  Passwords() : Passwords(Options{}) {}
  explicit Passwords(Options options);

  /// The hash for the row of a user. Errors: `rate_limited` when the queue is full.
  Task<Result<std::string>> hash(Password password);

  /// Whether the password is the one of `hash`. Give nothing for a user there is not: it takes as
  /// long, and is never right. Errors: `rate_limited` when the queue is full.
  Task<Result<bool>> matches(Password password, std::optional<std::string> hash);

  /// Whether a hash that just matched is to be made anew, with hash().
  [[nodiscard]] bool is_outdated(std::string_view hash) const { return needs_rehash(hash, cost_); }

 private:
  unsigned cost_;
  async::Pool pool_;
};

}  // namespace tapedeck::identity
