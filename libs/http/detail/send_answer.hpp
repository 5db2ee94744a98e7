#pragma once

#include "http/detail/answer_head.hpp"
#include "http/detail/plan.hpp"
#include "http/detail/wire.hpp"
#include "http/response.hpp"

#include <chrono>
#include <cstdint>
#include <optional>

namespace tapedeck::http::detail {

/// How far an answer has come.
struct Sent {
  std::uint64_t bytes = 0;  ///< Of the body.
  bool whole = false;
  bool closed = false;           ///< A stream that is not whole on purpose, and not to be reset.
  std::optional<Error> error{};  ///< Why it broke off, unless it was the client.
};

/// Sends `response` as `plan` says, with `head` in front; small answers in one write. An answer
/// that cannot be sent to its end leaves the connection reset. `head` is read before the first wait
/// and not after; all else that is referred to outlives the call.
Task<Sent> send_answer(Wire& wire, std::string_view head, Response& response, const Plan& plan,
                       std::chrono::milliseconds stall);

}  // namespace tapedeck::http::detail
