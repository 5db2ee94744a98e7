#pragma once

#include "async/clock.hpp"
#include "gateway/accounts.hpp"
#include "gateway/core/tickets.hpp"
#include "gateway/core/visitor.hpp"
#include "http/route.hpp"

#include <span>

namespace tapedeck::gateway {

/// What the routes under `/auth` stand on.
struct AccountDesk {
  Accounts& accounts;
  Tickets& tickets;
  const TrustedProxies& proxies;
  Clock& clock;
};

/// `/auth/…`: accounts and sessions.
[[nodiscard]] std::span<const http::Route<AccountDesk>> account_routes();

/// `/internal/ended-sessions`: what the other services ask.
[[nodiscard]] std::span<const http::Route<Accounts>> internal_routes();

}  // namespace tapedeck::gateway
