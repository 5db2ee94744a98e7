#pragma once

#include "http/request.hpp"
#include "http/response.hpp"

#include <optional>

namespace tapedeck::http::detail {

/// The answer to a request that should open a WebSocket and does not, or not as RFC 6455 §4.2.1
/// wants it: 426 with what would be right, or 400. Nothing when all is well.
[[nodiscard]] std::optional<Response> refuse_handshake(const Request& request);

}  // namespace tapedeck::http::detail
