#pragma once

#include "http/response.hpp"
#include "http/websocket.hpp"

#include <chrono>
#include <cstddef>
#include <memory>

namespace tapedeck::http::detail {

/// How much one listener may cost.
struct WebSocketLimits {
  std::size_t messages = 64;                 ///< Waiting to be sent.
  std::size_t bytes = 256 * 1024;            ///< Of these together.
  std::size_t message_bytes = 64 * 1024;     ///< Of one message received; above: close code 1009.
  std::chrono::milliseconds ping{30'000};    ///< After so long a silence; twice that is the end.
  std::chrono::milliseconds goodbye{5'000};  ///< To send what waits and the close frame.
};

/// As http::websocket(), with limits of its own.
[[nodiscard]] Response websocket_within(WebSocketLimits limits,
                                        std::unique_ptr<Conversation> conversation);

}  // namespace tapedeck::http::detail
