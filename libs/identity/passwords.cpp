#include "identity/passwords.hpp"

#include <algorithm>
#include <chrono>
#include <thread>
#include <utility>

namespace tapedeck::identity {
namespace {

unsigned half_of_the_cores() { return std::max(1U, std::thread::hardware_concurrency() / 2); }

/// A full queue is what too many logins look like from here.
std::unexpected<Error> too_many(Error error) {
  return fail_until(Errc::rate_limited, "Too many people are logging in; try again in a moment.",
                    std::chrono::seconds{5}, std::move(error.detail));
}

}  // namespace

Passwords::Passwords(Options options)
    : cost_(options.cost),
      pool_("passwords", options.threads > 0 ? options.threads : half_of_the_cores(), queue) {}

Task<Result<std::string>> Passwords::hash(Password password) {
  auto hash = co_await pool_.run(&hash_password, std::move(password), cost_);
  if (!hash) co_return too_many(std::move(hash.error()));
  co_return std::move(*hash);
}

Task<Result<bool>> Passwords::matches(Password password, std::optional<std::string> hash) {
  auto matched = co_await pool_.run(&verify_password, std::move(password), std::move(hash), cost_);
  if (!matched) co_return too_many(std::move(matched.error()));
  co_return *matched;
}

}  // namespace tapedeck::identity
