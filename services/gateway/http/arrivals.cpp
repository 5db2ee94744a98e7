#include "gateway/http/arrivals.hpp"

#include "http/headers.hpp"
#include "runtime/gatekeeper.hpp"

namespace tapedeck::gateway {

Visitor visitor_of(const http::Request& request, const TrustedProxies& proxies) {
  Arrival arrival;
  arrival.peer = request.peer().address;
  arrival.host = request.header("Host").value_or("");
  arrival.forwarded_proto = request.header("X-Forwarded-Proto").value_or("");
  arrival.passed_on = runtime::came_by_proxy(request);
  if (arrival.passed_on) {
    request.each_header([&](std::string_view name, std::string_view value) {
      if (!http::same_name(name, "X-Forwarded-For")) return;
      if (!arrival.forwarded_for.empty()) arrival.forwarded_for += ",";
      arrival.forwarded_for += value;
    });
  }
  return visitor_of(arrival, proxies);
}

bool comes_from_our_page(const http::Request& request, const Visitor& visitor) {
  return is_our_page({.origin = request.header("Origin"),
                      .fetch_site = request.header("Sec-Fetch-Site"),
                      .host = request.header("Host").value_or(""),
                      .https = visitor.https});
}

}  // namespace tapedeck::gateway
