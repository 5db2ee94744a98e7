#pragma once

#include "async/clock.hpp"
#include "base/caller.hpp"
#include "http/route.hpp"
#include "identity/access_token.hpp"
#include "identity/secret.hpp"
#include "identity/service_token.hpp"
#include "runtime/revocations.hpp"

#include <optional>
#include <string>

namespace tapedeck::runtime {

/// Whether strangers may read the public catalogue.
enum class AnonymousReading : std::uint8_t { allowed, closed };

/// Whether the request may have come through a proxy, so that its socket says nothing of its
/// sender.
[[nodiscard]] bool came_by_proxy(const http::Request& request);

/// Whether it says who asks in a way the gatekeeper would look at: `Bearer` or `TD1`.
[[nodiscard]] bool shows_token(const http::Request& request);

/// Finds out who is asking, for every row of a table, before its handler runs.
///
/// A user shows an access token as `Authorization: Bearer …`, another service its own as
/// `Authorization: TD1 …`; nothing else in a request is believed, and no token whose session was
/// ended. Read-only after wiring; any loop.
class Gatekeeper {
 public:
  /// All of these outlive the gatekeeper.
  Gatekeeper(const identity::AccessTokens& users, const identity::ServiceTokens& services,
             const Revocations& revocations, AnonymousReading reading,
             const std::optional<identity::Secret>& metrics_token);

  /// The middleware that asks. The gatekeeper outlives the router it is wrapped around.
  [[nodiscard]] http::Middleware middleware() const;

  /// Who is asking, and whether a row with this `access` is for them.
  /// Errors: `unauthenticated` (no token, or one that does not hold), `forbidden`.
  [[nodiscard]] Result<Caller> admit(const http::Request& request, http::Access access) const;

 private:
  [[nodiscard]] Result<Caller> identify(const http::Request& request) const;
  [[nodiscard]] bool may_read_metrics(const http::Request& request) const;

  const identity::AccessTokens& users_;
  const identity::ServiceTokens& services_;
  const Revocations& revocations_;
  AnonymousReading reading_;
  const std::optional<identity::Secret>& metrics_token_;
};

}  // namespace tapedeck::runtime
