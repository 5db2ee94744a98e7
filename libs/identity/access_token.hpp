#pragma once

#include "async/clock.hpp"
#include "base/caller.hpp"
#include "base/instant.hpp"
#include "base/result.hpp"
#include "base/uuid.hpp"
#include "identity/jwt.hpp"
#include "identity/recent_tokens.hpp"

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

namespace tapedeck::identity {

using AccessKeys = Keys<struct AccessToken>;

/// What an access token says: who is calling, in which session. That the session has not been ended
/// since is the gateway's to know.
struct AccessClaims {
  UserId user;
  SessionId session;  ///< The row of user_sessions.
  bool admin;
  Uuid token;  ///< `jti`
  Instant issued_at;
  Instant expires_at;

  [[nodiscard]] Caller caller() const;
};

/// A token just made.
struct IssuedToken {
  std::string text;
  Instant expires_at;
};

/// The tokens users hold: `Authorization: Bearer …`, or the cookie of a browser.
///
/// JWTs with `iss` and `aud` "tapedeck", `sub` the user, `sid` the session, `admin`, `jti`, `iat`,
/// `nbf` and `exp`; each must be there. Any thread.
class AccessTokens {
 public:
  static constexpr std::chrono::minutes default_life{30};

  /// `clock` outlives this. `life` is JWT_ACCESS_TOKEN_EXPIRE_MINUTES, above zero.
  AccessTokens(AccessKeys keys, const Clock& clock, std::chrono::seconds life = default_life);

  [[nodiscard]] IssuedToken issue(UserId user, SessionId session, bool admin) const;

  /// Errors: `unauthenticated`, with one sentence for every reason.
  [[nodiscard]] Result<AccessClaims> check(std::string_view token) const;

 private:
  /// What a token says that nothing changes.
  struct Said {
    AccessClaims claims;
    TokenTimes times;
  };

  [[nodiscard]] Result<Said> open(std::string_view token) const;

  Jwt jwt_;
  const Clock& clock_;
  std::chrono::seconds life_;
  std::unique_ptr<RecentTokens<Said>> recent_ = std::make_unique<RecentTokens<Said>>();
};

}  // namespace tapedeck::identity
