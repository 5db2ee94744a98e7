#pragma once

#include "async/clock.hpp"
#include "base/caller.hpp"
#include "base/result.hpp"
#include "http/verb.hpp"
#include "telemetry/trace.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tapedeck::http {

/// Where a connection comes from: the socket's own address, whatever headers claim.
struct Peer {
  std::string address;  ///< "127.0.0.1", "2001:db8::7"; an IPv4-mapped address is shown as IPv4.
  std::uint16_t port = 0;
  bool loopback = false;
};

/// One request, read whole and within its limits.
///
/// Moving it keeps every view it has given out valid; they end with the request. Not for two
/// threads at once. Path, parameters and header values are checked on the way in: percent-decoding
/// is sound, and path parts and parameters are UTF-8 without control characters. The body is bytes
/// until somebody decodes it.
class Request {
 public:
  struct Parts;  ///< Known to libs/http alone.

  /// Shared with the server, which asks for Range and validators after the handler has ended; the
  /// handler may keep its Request longer still, in a stream or a conversation.
  explicit Request(std::shared_ptr<Parts> parts);
  Request(Request&&) noexcept = default;
  Request& operator=(Request&&) noexcept = default;

  [[nodiscard]] Verb verb() const noexcept;

  /// As it came: "/browse/search?q=5%2F8%2F77".
  [[nodiscard]] std::string_view target() const noexcept;

  /// The target's path as it came, still percent-encoded: "/browse/search".
  [[nodiscard]] std::string_view path() const noexcept;

  /// The decoded segment that the route's pattern calls `{name}`; empty for a name it does not
  /// have.
  [[nodiscard]] std::string_view path_part(std::string_view name) const noexcept;

  /// The first decoded value of a query parameter; nothing when the target has none.
  [[nodiscard]] std::optional<std::string_view> parameter(std::string_view name) const noexcept;

  /// Every query parameter, decoded, in order.
  [[nodiscard]] const std::vector<std::pair<std::string, std::string>>& parameters() const noexcept;

  /// The first value of a header field; nothing when there is none.
  [[nodiscard]] std::optional<std::string_view> header(std::string_view name) const noexcept;

  /// Calls `each` for every header field in order.
  void each_header(
      const std::function<void(std::string_view name, std::string_view value)>& each) const;

  /// Puts one value in the place of all there are under `name`, which outlives the request: a
  /// literal. For middleware that has found out what a header means. Views of the old values stay
  /// good.
  void set_header(std::string_view name, std::string value);

  void remove_header(std::string_view name);

  [[nodiscard]] std::string_view body() const noexcept;

  /// The id of this request in every log and answer.
  [[nodiscard]] const std::string& id() const noexcept;
  [[nodiscard]] const telemetry::TraceContext& trace() const noexcept;
  [[nodiscard]] const Peer& peer() const noexcept;

  /// When the answer is no longer wanted; hand it down unlengthened.
  [[nodiscard]] Deadline deadline() const noexcept;

  /// Who is asking. Anonymous until the gatekeeper has let the request in.
  [[nodiscard]] const Caller& caller() const noexcept;
  void set_caller(Caller caller);

  /// Whether the client asks to go on as a WebSocket (RFC 6455 §4.2.1).
  [[nodiscard]] bool wants_websocket() const noexcept;

  [[nodiscard]] Parts& parts() noexcept { return *parts_; }
  [[nodiscard]] const Parts& parts() const noexcept { return *parts_; }

 private:
  std::shared_ptr<Parts> parts_;
};

}  // namespace tapedeck::http
