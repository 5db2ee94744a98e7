#pragma once

// Beast inside: for libs/http alone.

#include "async/clock.hpp"
#include "http/detail/head_scan.hpp"
#include "http/detail/parts.hpp"
#include "http/detail/refusal.hpp"
#include "http/detail/request_parser.hpp"
#include "http/detail/wire.hpp"
#include "http/server.hpp"

#include <string>
#include <string_view>

namespace tapedeck::http::detail {

/// What stands in the place of a refusal when the client has left: nobody is there to be answered.
constexpr Refusal client_left{499, "The client has left."};

/// Brings one request in from a connection, within limits of size and time.
class Receiver {
 public:
  /// `pending` holds what of the request has come already, and afterwards what came behind it. All
  /// outlive the receiver.
  Receiver(Wire& wire, std::string& pending, const ServerLimits& limits, Clock& clock);

  /// Reads until `parts.head` is whole. Refusals: 400, 408, 414, 431, client_left.
  Task<Refusal> head(Request::Parts& parts);

  /// Reads the body that `parser` wants. Refusals: 400, 408, 413, client_left.
  Task<Refusal> body(RequestParser& parser);

 private:
  [[nodiscard]] Refusal too_long(std::size_t bytes) const;
  /// `sentence` is a literal.
  Task<Refusal> more(Clock::Ticks until, std::string_view sentence);
  Task<Refusal> say_continue();

  Wire& wire_;
  std::string& pending_;
  const ServerLimits& limits_;
  Clock& clock_;
  HeadScan scan_;
};

}  // namespace tapedeck::http::detail
