#include "http/detail/websocket_handshake.hpp"

#include "base/ascii.hpp"
#include "http/headers.hpp"
#include "http/problem.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

namespace tapedeck::http::detail {

namespace {

/// RFC 6455 §4.1: 16 bytes in base64, which are 22 digits and two signs to fill up.
bool is_key(std::string_view key) {
  const auto is_digit = [](char c) { return ascii::is_letter_or_digit(c) || c == '+' || c == '/'; };
  return key.size() == 24 && key.ends_with("==") &&
         std::ranges::all_of(key.substr(0, 22), is_digit);
}

std::size_t count(const Request& request, std::string_view name) {
  std::size_t fields = 0;
  request.each_header([&](std::string_view other, std::string_view) {
    if (same_name(other, name)) ++fields;
  });
  return fields;
}

Response upgrade_required(const Request& request, std::string_view sentence) {
  return protocol_problem(426, sentence, request.id()).with("Sec-WebSocket-Version", "13");
}

}  // namespace

std::optional<Response> refuse_handshake(const Request& request) {
  if (!request.wants_websocket())
    return upgrade_required(request, "This address speaks WebSocket and nothing else.");
  if (count(request, "Sec-WebSocket-Version") != 1 ||
      request.header("Sec-WebSocket-Version") != "13")
    return upgrade_required(request, "Open the WebSocket with version 13.");
  if (count(request, "Sec-WebSocket-Key") == 1 && is_key(*request.header("Sec-WebSocket-Key")))
    return std::nullopt;
  const auto refused = fail(
      Errc::malformed, "The request for a WebSocket needs one key of 16 bytes (RFC 6455 §4.1).");
  return problem(refused.error(), request.id());
}

}  // namespace tapedeck::http::detail
