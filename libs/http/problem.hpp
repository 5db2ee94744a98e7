#pragma once

#include "base/result.hpp"
#include "http/response.hpp"

#include <cstdint>
#include <string_view>

namespace tapedeck::http {

/// The status of an error; one row a code. `cancelled` has none (the caller has left) and is 499 in
/// logs and metrics only.
[[nodiscard]] std::uint16_t status_of(Errc code) noexcept;

/// An error as a problem document (RFC 9457):
/// `{type: "urn:tapedeck:not_found", title, status, detail, request_id, errors?}`, with Retry-After
/// where the error says when to come again. Error::detail is not in it; for `internal` and
/// `storage` the message is not either.
[[nodiscard]] Response problem(const Error& error, std::string_view request_id);

/// As problem(), with a status of HTTP's own that no Errc has: 405, 408, 411, 412, 413, 414, 415,
/// 416, 417, 426, 431, 501, 505. Its type is `urn:tapedeck:<word>`: "method_not_allowed".
[[nodiscard]] Response protocol_problem(std::uint16_t status, std::string_view detail,
                                        std::string_view request_id);

}  // namespace tapedeck::http
