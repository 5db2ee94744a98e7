#pragma once

#include "base/instant.hpp"
#include "base/result.hpp"
#include "identity/secret.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tapedeck::identity {

/// What tokens of one kind are signed with. Two kinds have two types, so that no wiring can hand
/// the users' key to the services.
template <class Kind>
struct Keys {
  Secret active;                     ///< Signs, and is accepted.
  std::optional<Secret> previous{};  ///< Only accepted: what `active` was before it was changed.
};

/// Signs and opens JSON Web Tokens (RFC 7519) in the one form we have: HMAC-SHA-256, and a header
/// that is compared byte for byte.
///
/// The header of each key is `{"alg":"HS256","kid":"<8 characters>","typ":"JWT"}`. Its `kid` is
/// derived from the key and from the kind of token, so that every acceptable header is known before
/// a token comes: none is ever parsed, no other algorithm can be asked for, a `kid` can only select
/// among the configured keys, and a token of one kind has no valid header for another, even if an
/// operator gave both the same secret.
///
/// Any thread: nothing changes after construction.
class Jwt {
 public:
  static constexpr std::size_t max_bytes = 4096;  ///< Longer tokens are not looked at.

  Jwt(std::string_view kind, Secret active, std::optional<Secret> previous);

  /// A token that says `payload`, signed with the active key.
  [[nodiscard]] std::string sign(std::string_view payload) const;

  /// The payload of a token whose signature is right, under either key. What it says still has to
  /// be believed or not: times, audience.
  ///
  /// Errors: `unauthenticated`.
  [[nodiscard]] Result<std::string> open(std::string_view token) const;

 private:
  struct Key {
    Secret secret;
    std::string header;  ///< As in a token, with the dot after it.
  };

  std::vector<Key> keys_;  // the active one first
};

/// When a token is good; NumericDate of RFC 7519 §2: whole seconds since 1970.
struct TokenTimes {
  std::int64_t iat = 0;  ///< Made.
  std::int64_t nbf = 0;  ///< Not good before.
  std::int64_t exp = 0;  ///< Not good from here on.

  static constexpr std::chrono::seconds leeway{60};  ///< How far two clocks may differ.

  [[nodiscard]] static TokenTimes from(Instant now, std::chrono::seconds life);

  /// Whether a token is good at `now`, give or take the leeway, and was made for at most
  /// `max_life`. Errors: `unauthenticated`.
  [[nodiscard]] Result<void> check(Instant now, std::chrono::seconds max_life) const;
};

/// The one answer to a bad token. What was wrong is for the log: it would only help a forger.
[[nodiscard]] std::unexpected<Error> refuse_token(std::string detail);

}  // namespace tapedeck::identity
