#include "gateway/core/login_throttle.hpp"

#include <algorithm>
#include <string>

namespace tapedeck::gateway {
namespace {

/// No address has a line feed in it, so no two pairs have one key.
std::string pair_key(std::string_view account, std::string_view address) {
  return std::string(address).append("\n").append(account);
}

std::chrono::seconds wait_after(std::uint32_t tries) {
  if (tries < LoginThrottle::free_tries) return std::chrono::seconds{0};
  const auto doublings = std::min(tries - LoginThrottle::free_tries, 20U);
  return std::min(LoginThrottle::first_wait * (std::int64_t{1} << doublings),
                  LoginThrottle::longest_wait);
}

}  // namespace

LoginThrottle::LoginThrottle()
    : pairs_(Buckets::most_keys), addresses_(address_pace), accounts_(account_pace) {}

std::optional<std::chrono::nanoseconds> LoginThrottle::attempt(std::string_view account,
                                                               std::string_view address,
                                                               Moment now) {
  const auto key = pair_key(account, address);
  auto& tries = pairs_.use(key);
  if (now < tries.next) return tries.next - now;
  if (const auto wait = accounts_.take(account, now)) return wait;
  if (const auto wait = addresses_.take(address, now)) {
    accounts_.put_back(account);
    return wait;
  }
  if (tries.count > 0 && now - tries.last >= forgets_after) tries.count = 0;
  ++tries.count;
  tries.last = now;
  tries.next = now + wait_after(tries.count);
  return std::nullopt;
}

void LoginThrottle::not_made(std::string_view account, std::string_view address) {
  auto& tries = pairs_.use(pair_key(account, address));
  if (tries.count > 0) --tries.count;
  tries.next = tries.last + wait_after(tries.count);
  accounts_.put_back(account);
  addresses_.put_back(address);
}

void LoginThrottle::succeeded(std::string_view account, std::string_view address) {
  pairs_.erase(pair_key(account, address));
  accounts_.put_back(account);
  addresses_.put_back(address);
}

}  // namespace tapedeck::gateway
