#include "gateway/http/browser_gate.hpp"

#include "gateway/http/arrivals.hpp"
#include "gateway/http/session_cookie.hpp"
#include "identity/opaque_token.hpp"
#include "runtime/gatekeeper.hpp"

#include <utility>

namespace tapedeck::gateway {
namespace {

using http::Request;
using http::Response;
using http::Verb;

/// How long the tables are not asked again about a cookie. A session that ends is known at once in
/// this process, and from others by the list of ended sessions; this is about roles.
constexpr std::chrono::seconds known_for{60};

constexpr std::size_t most_known = 5'000;

bool changes_something(const Request& request) {
  const auto verb = request.verb();
  const bool reads = verb == Verb::get || verb == Verb::head || verb == Verb::options;
  return !reads || request.wants_websocket();
}

std::unexpected<Error> foreign_page() {
  return fail(
      Errc::forbidden,
      "This was asked by a page that is not Tapedeck's. Behind a proxy with TLS, name it in "
      "gateway.proxies.");
}

std::unexpected<Error> two_ways_at_once() {
  return fail(Errc::malformed, "Say who you are in one way: by a token, or by the cookie.");
}

}  // namespace

BrowserGate::BrowserGate(Parts parts) : parts_(parts), known_(most_known) {}

http::Middleware BrowserGate::middleware() {
  return [this](const http::RouteInfo& row, http::BoundHandler handler) -> http::BoundHandler {
    Door door{std::move(handler), row.access == http::Access::open,
              row.pattern.starts_with("/ws/")};
    return
        [this, door = std::move(door)](Request request) { return enter(door, std::move(request)); };
  };
}

Task<Result<Response>> BrowserGate::enter(const Door& door, Request request) {
  const bool has_cookies = request.header("Cookie").has_value();
  const bool opens_socket = door.talks && request.wants_websocket();
  if (!has_cookies && !opens_socket) co_return co_await door.handler(std::move(request));

  auto visitor = visitor_of(request, parts_.proxies);
  auto cookie = session_cookie(request, visitor.https);
  request.remove_header("Cookie");
  std::optional<std::string> ticket;
  if (const auto shown = request.parameter("ticket"); opens_socket && shown) ticket = *shown;
  if (!cookie && !ticket) co_return co_await door.handler(std::move(request));
  if (runtime::shows_token(request)) co_return two_ways_at_once();
  request.remove_header("Authorization");  // a proxy's own, such as Basic
  if (changes_something(request) && !comes_from_our_page(request, visitor))
    co_return foreign_page();
  if (ticket)
    co_return co_await enter_by_ticket(door.handler, std::move(request), std::move(*ticket));
  co_return co_await enter_by_cookie(door, std::move(request), std::move(*cookie),
                                     std::move(visitor));
}

Task<Result<Response>> BrowserGate::enter_by_ticket(const http::BoundHandler& handler,
                                                    Request request, std::string ticket) {
  const auto hash = identity::hash_of_token(ticket);
  const auto holder = parts_.tickets.redeem(hash, parts_.clock.ticks());
  if (!holder)
    co_return fail(Errc::unauthenticated, "This ticket is used up or too old; ask for another.");
  auto token = parts_.tokens.issue(holder->user, holder->session, holder->admin);
  request.set_header("Authorization", "Bearer " + token.text);
  co_return co_await handler(std::move(request));
}

Task<Result<Response>> BrowserGate::enter_by_cookie(const Door& door, Request request,
                                                    std::string cookie, Visitor visitor) {
  auto exchanged = co_await exchange(cookie);
  // What everybody may see is seen while the database is away, its state of health above all.
  if (!exchanged && !door.open) co_return failure(exchanged);
  // A cookie of a session that has ended is none: the catalogue may be read without.
  if (!exchanged || !*exchanged) co_return co_await door.handler(std::move(request));
  request.set_header("Authorization", "Bearer " + (*exchanged)->access_token);
  auto answer = co_await door.handler(std::move(request));
  if (answer && (*exchanged)->prolonged) {
    const auto life =
        std::chrono::duration_cast<std::chrono::seconds>(parts_.accounts.session_life());
    answer->headers().add("Set-Cookie", set_session_cookie(cookie, visitor.https, life));
    // No cache that is shared may give one listener's cookie to another.
    const auto kept = answer->headers().find("Cache-Control");
    if (kept != "no-store") answer->headers().set("Cache-Control", "private, no-cache");
  }
  co_return answer;
}

Task<Result<std::optional<BrowserGate::Exchanged>>> BrowserGate::exchange(std::string cookie) {
  const auto hash = identity::hash_of_token(cookie);
  std::optional<Known> before;
  if (const auto* known = known_.find(hash)) before = *known;
  if (before && parts_.revocations.has(*before->session)) {
    before.reset();
    known_.erase(hash);
  }
  if (before && parts_.clock.ticks() < before->good_until)
    co_return Exchanged{std::move(before->access_token), false};
  auto found = co_await parts_.accounts.holder_of(std::move(cookie));
  // While the tables cannot be asked, the token goes on holding until its own end.
  if (!found && before) co_return Exchanged{std::move(before->access_token), false};
  if (!found) co_return failure(found);
  if (!*found) known_.erase(hash);
  if (!*found || parts_.revocations.has((*found)->holder.session)) co_return std::nullopt;
  const auto& holder = (*found)->holder;
  auto token = parts_.tokens.issue(holder.user, holder.session, holder.role == Role::admin);
  auto& known = known_.use(hash);
  known.session = holder.session;
  known.access_token = token.text;
  known.good_until = parts_.clock.ticks() + known_for;
  co_return Exchanged{std::move(token.text), (*found)->prolonged};
}

}  // namespace tapedeck::gateway
