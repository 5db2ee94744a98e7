#pragma once

// How a connection is handed to a WebSocket or a tunnel. For libs/http alone.

#include "http/detail/wire.hpp"
#include "http/request.hpp"

#include <chrono>
#include <string>

namespace tapedeck::http::detail {

/// A connection whose request was answered with a Takeover. Nothing of an answer has been sent.
///
/// Takeover::run() owns the connection from here on. It may read and write by `wire`, whose waits
/// need a grant(), or move the socket out (`std::move(handover.wire.socket())`) into a stream of
/// its own; then waiting and its limits are its own work, Wire is not used again, and what was
/// moved is destroyed before run() ends. The socket is non-blocking and sends without delay
/// (TCP_NODELAY).
///
/// When run() ends, the connection is closed. When the server stops, Takeover::stop() is called on
/// the loop, in the middle of whatever run() waits for; at the end of the time for it run() is
/// cancelled.
struct Handover {
  Wire& wire;
  std::string early;       ///< Bytes that came behind the request and belong to the new protocol.
  const Request& request;  ///< What was asked; for its key, its protocols, its id, its trace.
  Clock& clock;
  std::chrono::milliseconds write_stall;  ///< As ServerLimits has it.
};

}  // namespace tapedeck::http::detail
