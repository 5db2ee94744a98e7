#pragma once

#include "http/detail/parts.hpp"
#include "http/response.hpp"

#include <cstdint>
#include <optional>

namespace tapedeck::http::detail {

/// How the end of an answer's body is told (RFC 9112 §6.3).
enum class Framing : std::uint8_t {
  none,         ///< 1xx, 204 and 304 have no body and say no length.
  length,       ///< Content-Length.
  chunked,      ///< Transfer-Encoding.
  until_close,  ///< To a client of HTTP/1.0, which knows no chunks.
};

/// What of an answer goes over the wire.
struct Plan {
  Framing framing = Framing::length;
  std::uint64_t bytes = 0;  ///< With Framing::length, also when the body is left out for HEAD.
  std::uint64_t first = 0;  ///< Where a file's bytes begin.
  bool body = false;        ///< Whether any body is sent.
};

/// Decides it, from what was asked and what the handler gave: evaluates the conditions and the
/// Range of a GET or HEAD, and puts status and headers of `response` accordingly.
[[nodiscard]] Plan plan_answer(const Request::Parts& request, Response& response);

}  // namespace tapedeck::http::detail
