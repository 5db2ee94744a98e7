#include "runtime/gatekeeper.hpp"

#include "identity/digest.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace tapedeck::runtime {
namespace {

using http::Access;

std::unexpected<Error> not_signed_in() { return fail(Errc::unauthenticated, "Sign in first."); }

/// What follows `scheme` in the Authorization header; schemes have no case (RFC 9110 §11.1).
std::optional<std::string_view> credentials(const http::Request& request, std::string_view scheme) {
  const auto header = request.header("Authorization");
  if (!header || header->size() <= scheme.size() + 1) return std::nullopt;
  if (!http::same_name(header->substr(0, scheme.size()), scheme)) return std::nullopt;
  if ((*header)[scheme.size()] != ' ') return std::nullopt;
  return header->substr(scheme.size() + 1);
}

bool holds(const identity::Secret& secret, std::string_view token) {
  const auto bytes = secret.bytes();
  const std::string text(bytes.begin(), bytes.end());
  return identity::equal_in_constant_time(text, token);
}

// Gate and handler belong to the server's routes, and so each outlives the call.
Task<Result<http::Response>> let_in(const Gatekeeper& gate, const http::BoundHandler& handler,
                                    Access access, http::Request request) {
  auto caller = gate.admit(request, access);
  if (!caller) co_return failure(caller);
  request.set_caller(std::move(*caller));
  co_return co_await handler(std::move(request));
}

}  // namespace

Gatekeeper::Gatekeeper(const identity::AccessTokens& users, const identity::ServiceTokens& services,
                       const Revocations& revocations, AnonymousReading reading,
                       const std::optional<identity::Secret>& metrics_token)
    : users_(users),
      services_(services),
      revocations_(revocations),
      reading_(reading),
      metrics_token_(metrics_token) {}

bool came_by_proxy(const http::Request& request) {
  constexpr auto traces =
      std::to_array<std::string_view>({"Forwarded", "X-Forwarded-For", "X-Forwarded-Host",
                                       "X-Forwarded-Proto", "X-Real-IP", "Via"});
  return std::ranges::any_of(traces, [&](auto name) { return request.header(name).has_value(); });
}

bool shows_token(const http::Request& request) {
  return credentials(request, "Bearer").has_value() || credentials(request, "TD1").has_value();
}

http::Middleware Gatekeeper::middleware() const {
  return [this](const http::RouteInfo& row, http::BoundHandler handler) -> http::BoundHandler {
    return [this, access = row.access, handler = std::move(handler)](http::Request request) {
      return let_in(*this, handler, access, std::move(request));
    };
  };
}

Result<Caller> Gatekeeper::admit(const http::Request& request, Access access) const {
  if (access == Access::metrics) {
    if (may_read_metrics(request)) return Caller{};
    return not_signed_in();
  }
  auto caller = identify(request);
  if (access == Access::open) return caller ? std::move(caller) : Result<Caller>(Caller{});
  if (!caller) return caller;

  const bool anonymous = caller->kind == Caller::Kind::anonymous;
  switch (access) {
    case Access::catalogue:
      if (anonymous && reading_ == AnonymousReading::closed) return not_signed_in();
      return caller;
    case Access::user:
      if (!caller->user) return not_signed_in();
      return caller;
    case Access::admin:
      if (anonymous) return not_signed_in();
      if (!caller->admin) return fail(Errc::forbidden, "This is for admins.");
      return caller;
    case Access::service:
      if (anonymous) return not_signed_in();
      if (caller->kind != Caller::Kind::service) {
        return fail(Errc::forbidden, "This is between Tapedeck's own services.");
      }
      return caller;
    case Access::open:
    case Access::metrics:
      break;
  }
  return not_signed_in();
}

Result<Caller> Gatekeeper::identify(const http::Request& request) const {
  if (const auto token = credentials(request, "Bearer")) {
    auto claims = users_.check(*token);
    if (!claims) return failure(claims);
    if (revocations_.has(claims->session))
      return fail(Errc::unauthenticated, "This session was ended; sign in again.");
    return claims->caller();
  }
  if (const auto token = credentials(request, "TD1")) {
    auto claims = services_.check(*token);
    if (!claims) return failure(claims);
    return claims->caller();
  }
  if (request.header("Authorization")) return not_signed_in();
  return Caller{};
}

bool Gatekeeper::may_read_metrics(const http::Request& request) const {
  const auto token = credentials(request, "Bearer");
  if (token && metrics_token_) return holds(*metrics_token_, *token);
  return !token && request.peer().loopback && !came_by_proxy(request);
}

}  // namespace tapedeck::runtime
