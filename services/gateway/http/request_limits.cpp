#include "gateway/http/request_limits.hpp"

#include "gateway/http/arrivals.hpp"

#include <utility>

namespace tapedeck::gateway {
namespace {

using http::Access;

/// A page opens with a burst of questions; five seconds' worth lets it, and the one after it.
constexpr std::uint32_t seconds_at_once = 5;

Pace pace_of(std::uint32_t rate) {
  if (rate == 0) return {};
  return {rate * seconds_at_once, std::chrono::nanoseconds{std::chrono::seconds{1}} / rate};
}

bool is_counted(const http::RouteInfo& row) {
  if (row.access == Access::metrics || row.access == Access::service) return false;
  return row.access != Access::open || row.verb != http::Verb::get;
}

telemetry::Counter refusals(telemetry::Metrics& metrics, std::string who) {
  return metrics.counter("tapedeck_rate_limited_total", "Requests refused for coming too fast.",
                         {{"caller", std::move(who)}});
}

}  // namespace

RequestLimits::RequestLimits(RequestRates rates, const TrustedProxies& proxies, Clock& clock,
                             telemetry::Metrics& metrics)
    : proxies_(proxies),
      clock_(clock),
      refused_users_(refusals(metrics, "user")),
      refused_strangers_(refusals(metrics, "anonymous")),
      users_(pace_of(rates.user)),
      strangers_(pace_of(rates.anonymous)) {}

http::Middleware RequestLimits::middleware() {
  return [this](const http::RouteInfo& row, http::BoundHandler handler) -> http::BoundHandler {
    if (!is_counted(row)) return handler;
    return [this, handler = std::move(handler)](http::Request request) {
      return pass(handler, std::move(request));
    };
  };
}

Task<Result<http::Response>> RequestLimits::pass(const http::BoundHandler& handler,
                                                 http::Request request) {
  if (const auto wait = wait_for(request)) {
    co_return fail_until(Errc::rate_limited, "You are asking too fast; wait a moment.",
                         std::chrono::ceil<std::chrono::milliseconds>(*wait));
  }
  co_return co_await handler(std::move(request));
}

std::optional<std::chrono::nanoseconds> RequestLimits::wait_for(const http::Request& request) {
  const auto& caller = request.caller();
  if (caller.kind == Caller::Kind::service) return std::nullopt;
  const auto now = clock_.ticks();
  if (caller.user) {
    const auto wait = users_.take(caller.user->text(), now);
    if (wait) refused_users_.add();
    return wait;
  }
  const auto wait = strangers_.take(visitor_of(request, proxies_).key, now);
  if (wait) refused_strangers_.add();
  return wait;
}

}  // namespace tapedeck::gateway
