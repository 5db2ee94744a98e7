#pragma once

#include "http/request.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace tapedeck::gateway {

// The cookie a browser is signed in by. It holds a token that says nothing, and no script can read
// it. Over TLS its name begins with `__Host-`, so that no neighbour of our host and nobody on plain
// HTTP can put another in its place (RFC 6265bis §4.1.3).

/// What the browser holds; nothing without such a cookie, or with one that is none of ours.
[[nodiscard]] std::optional<std::string> session_cookie(const http::Request& request, bool https);

/// The header that gives it to a browser for `life`.
[[nodiscard]] std::string set_session_cookie(std::string_view token, bool https,
                                             std::chrono::seconds life);

/// The header that takes it away.
[[nodiscard]] std::string clear_session_cookie(bool https);

}  // namespace tapedeck::gateway
