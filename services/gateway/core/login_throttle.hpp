#pragma once

#include "gateway/core/buckets.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

namespace tapedeck::gateway {

/// Makes guessing a password take years, and never locks anybody out for good.
///
/// One account from one address: five tries are free, then each waits twice as long as the one
/// before, from a second to a quarter of an hour; an hour without a try, or the right password,
/// begins anew. Whoever logs in from another address does not feel it. Above that an address has
/// 30 wrong tries a minute, for it may be a household, and an account 100 an hour from everywhere
/// together. Lives on one loop; not thread-safe.
class LoginThrottle {
 public:
  static constexpr std::uint32_t free_tries = 5;
  static constexpr std::chrono::seconds first_wait{1};
  static constexpr std::chrono::seconds longest_wait{15 * 60};
  static constexpr std::chrono::hours forgets_after{1};
  static constexpr Pace address_pace{30, std::chrono::seconds{2}};
  static constexpr Pace account_pace{100, std::chrono::seconds{36}};

  LoginThrottle();

  /// A try is about to be made. It counts as wrong until succeeded() says otherwise, so that many
  /// at once are not judged by what is known before the first has ended. Nothing when it may be
  /// made, else how long until one may, and then it does not count.
  std::optional<std::chrono::nanoseconds> attempt(std::string_view account,
                                                  std::string_view address, Moment now);

  /// The try that attempt() let through was not made after all, and so was no wrong one.
  void not_made(std::string_view account, std::string_view address);

  /// The try that attempt() let through had the right password.
  void succeeded(std::string_view account, std::string_view address);

 private:
  struct Tries {
    std::uint32_t count = 0;
    Moment last{};
    Moment next{};  ///< When the next may be made.
  };

  RecentTable<Tries> pairs_;
  Buckets addresses_;
  Buckets accounts_;
};

}  // namespace tapedeck::gateway
