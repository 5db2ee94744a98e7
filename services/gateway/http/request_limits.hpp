#pragma once

#include "async/clock.hpp"
#include "gateway/core/buckets.hpp"
#include "gateway/core/visitor.hpp"
#include "http/route.hpp"
#include "telemetry/metrics.hpp"

#include <cstdint>

namespace tapedeck::gateway {

/// How many requests one user, or everybody of one address who is not signed in, may make a second.
struct RequestRates {
  std::uint32_t user = 0;       ///< 0 is any number.
  std::uint32_t anonymous = 0;  ///< 0 is any number.
};

/// Refuses with 429 who asks too fast.
///
/// Counted are requests that ask who is calling, and those that change something; what a page is
/// made of, health and documentation are not. Our own services are not counted either. Inside the
/// gatekeeper, so that it knows the caller; on the gateway's loop.
class RequestLimits {
 public:
  /// Both outlive the limits.
  RequestLimits(RequestRates rates, const TrustedProxies& proxies, Clock& clock,
                telemetry::Metrics& metrics);

  /// The limits outlive the router they are wrapped around.
  [[nodiscard]] http::Middleware middleware();

 private:
  /// `handler` is the server's and outlives the call.
  Task<Result<http::Response>> pass(const http::BoundHandler& handler, http::Request request);
  [[nodiscard]] std::optional<std::chrono::nanoseconds> wait_for(const http::Request& request);

  const TrustedProxies& proxies_;
  Clock& clock_;
  telemetry::Counter refused_users_;
  telemetry::Counter refused_strangers_;
  Buckets users_;
  Buckets strangers_;
};

}  // namespace tapedeck::gateway
