#pragma once

#include "gateway/core/origins.hpp"
#include "gateway/core/visitor.hpp"
#include "http/request.hpp"

namespace tapedeck::gateway {

/// Who is there, as the socket and the proxies we trust say.
[[nodiscard]] Visitor visitor_of(const http::Request& request, const TrustedProxies& proxies);

/// Whether the page that asks is one of ours; see is_our_page().
[[nodiscard]] bool comes_from_our_page(const http::Request& request, const Visitor& visitor);

}  // namespace tapedeck::gateway
