#pragma once

#include "async/clock.hpp"
#include "base/caller.hpp"
#include "base/result.hpp"
#include "base/uuid.hpp"
#include "identity/jwt.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace tapedeck::identity {

using ServiceKeys = Keys<struct ServiceToken>;

/// What a service token says: which of our services is calling, and for whom.
struct ServiceClaims {
  std::string from;            ///< The service that made it: "aggregation".
  std::optional<UserId> user;  ///< On whose behalf; nothing when the service acts for itself.
  Uuid token;                  ///< `jti`
  std::string request;         ///< The id of the request it was made in; may be empty.

  [[nodiscard]] Caller caller() const;
};

/// The tokens our services show one another where no user's token is at hand:
/// `Authorization: TD1 …`.
///
/// JWTs with `iss` the calling service, `aud` the called one, `sub` the user or, without one, the
/// calling service, `rid`, `jti`, `iat`, `nbf` and `exp`. They live for a minute at most and are
/// made for each call. Their key is never the users'. Any thread.
class ServiceTokens {
 public:
  static constexpr std::chrono::seconds max_life{60};

  /// `self` is the service we are: what we sign as, and the only audience we accept. `clock`
  /// outlives this.
  ServiceTokens(ServiceKeys keys, const Clock& clock, std::string self);

  /// A token for one call to the service `to`.
  [[nodiscard]] std::string issue(std::string_view to, std::optional<UserId> user,
                                  std::string_view request = {}) const;

  /// Errors: `unauthenticated`, with one sentence for every reason.
  [[nodiscard]] Result<ServiceClaims> check(std::string_view token) const;

 private:
  Jwt jwt_;
  const Clock& clock_;
  std::string self_;
};

}  // namespace tapedeck::identity
