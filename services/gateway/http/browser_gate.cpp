#include "gateway/http/browser_gate.hpp"

#include "gateway/http/arrivals.hpp"
#include "gateway/http/session_cookie.hpp"
#include "identity/opaque_token.hpp"

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
  return [this](const http::RouteInfo&, http::BoundHandler handler) -> http::BoundHandler {
    return [this, handler = std::move(handler)](Request request) {
      return enter(handler, std::move(request));
    };
  };
}

Task<Result<Response>> BrowserGate::enter(const http::BoundHandler& handler, Request request) {
  const bool has_cookies = request.header("Cookie").has_value();
  const bool opens_socket = request.wants_websocket();
  if (!has_cookies && !opens_socket) co_return co_await handler(std::move(request));

  auto visitor = visitor_of(request, parts_.proxies);
  auto cookie = session_cookie(request, visitor.https);
  request.remove_header("Cookie");
  std::optional<std::string> ticket;
  if (const auto shown = request.parameter("ticket"); opens_socket && shown) ticket = *shown;
  if (!cookie && !ticket) co_return co_await handler(std::move(request));
  if (request.header("Authorization")) co_return two_ways_at_once();
  if (changes_something(request) && !comes_from_our_page(request, visitor))
    co_return foreign_page();
  if (ticket) co_return co_await enter_by_ticket(handler, std::move(request), std::move(*ticket));
  co_return co_await enter_by_cookie(handler, std::move(request), std::move(*cookie),
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

Task<Result<Response>> BrowserGate::enter_by_cookie(const http::BoundHandler& handler,
                                                    Request request, std::string cookie,
                                                    Visitor visitor) {
  auto exchanged = co_await exchange(cookie);
  if (!exchanged) co_return failure(exchanged);
  // A cookie of a session that has ended is none: the catalogue may be read without.
  if (!*exchanged) co_return co_await handler(std::move(request));
  request.set_header("Authorization", "Bearer " + (*exchanged)->access_token);
  auto answer = co_await handler(std::move(request));
  if (answer && (*exchanged)->prolonged) {
    const auto life =
        std::chrono::duration_cast<std::chrono::seconds>(parts_.accounts.session_life());
    answer->headers().add("Set-Cookie", set_session_cookie(cookie, visitor.https, life));
  }
  co_return answer;
}

Task<Result<std::optional<BrowserGate::Exchanged>>> BrowserGate::exchange(std::string cookie) {
  const auto hash = identity::hash_of_token(cookie);
  if (const auto* known = known_.find(hash)) {
    const bool ended = parts_.revocations.has(*known->session);
    if (!ended && parts_.clock.ticks() < known->good_until)
      co_return Exchanged{known->access_token, false};
    known_.erase(hash);
  }
  auto found = co_await parts_.accounts.holder_of(std::move(cookie));
  if (!found) co_return failure(found);
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
