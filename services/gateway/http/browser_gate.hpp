#pragma once

#include "async/clock.hpp"
#include "gateway/accounts.hpp"
#include "gateway/core/recent_table.hpp"
#include "gateway/core/tickets.hpp"
#include "http/route.hpp"
#include "identity/access_token.hpp"

#include <optional>
#include <string>

namespace tapedeck::gateway {

/// Turns what browsers can send, a cookie or a ticket, into the access token that everything behind
/// it understands: gatekeeper, handlers, and the services a request is passed on to. No cookie goes
/// further than this.
///
/// A browser sends its cookie along whoever's page asks; so what changes something, or opens a
/// WebSocket, has to come from a page of ours. Wrapped around the gatekeeper; on the gateway's
/// loop.
class BrowserGate {
 public:
  struct Parts {
    Accounts& accounts;
    Tickets& tickets;
    const identity::AccessTokens& tokens;
    const runtime::Revocations& revocations;
    const TrustedProxies& proxies;
    Clock& clock;
  };

  explicit BrowserGate(Parts parts);

  /// The gate outlives the router it is wrapped around.
  [[nodiscard]] http::Middleware middleware();

 private:
  /// Who holds a cookie, as the tables said not long ago.
  struct Known {
    std::optional<SessionId> session;
    std::string access_token;
    Moment good_until{};
  };

  /// What a cookie has become.
  struct Exchanged {
    std::string access_token;
    bool prolonged = false;
  };

  /// A handler and what the gate has to know of its row.
  struct Door {
    http::BoundHandler handler;
    bool open;   ///< Strangers come in, whatever has become of the database.
    bool talks;  ///< Behind it is a WebSocket, which a ticket opens.
  };

  /// `door` is the server's and outlives the call.
  Task<Result<http::Response>> enter(const Door& door, http::Request request);
  /// `door` outlives the call.
  Task<Result<http::Response>> enter_by_cookie(const Door& door, http::Request request,
                                               std::string cookie, Visitor visitor);
  /// `handler` outlives the call.
  Task<Result<http::Response>> enter_by_ticket(const http::BoundHandler& handler,
                                               http::Request request, std::string ticket);
  Task<Result<std::optional<Exchanged>>> exchange(std::string cookie);

  Parts parts_;
  RecentTable<Known> known_;
};

}  // namespace tapedeck::gateway
