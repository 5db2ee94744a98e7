#pragma once

#include "async/clock.hpp"
#include "async/task.hpp"
#include "base/result.hpp"
#include "http/headers.hpp"
#include "http/request.hpp"
#include "http/response.hpp"
#include "http/verb.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

namespace tapedeck::http {

namespace outbound {
class Channels;
}

/// Another service of ours: `http://127.0.0.1:8001`.
struct Origin {
  std::string host;
  std::uint16_t port = 80;

  /// Reads `http://host[:port]`. Errors: `invalid` with a sentence; TLS between services is a
  /// proxy's work.
  [[nodiscard]] static Result<Origin> parse(std::string_view url);
};

/// What to ask of another service.
struct Call {
  Verb verb = Verb::get;
  std::string target = "/";
  Headers headers;
  std::string body;
};

/// What it answered, read whole.
struct Answer {
  std::uint16_t status = 0;
  Headers headers;
  std::string body;
};

struct ClientLimits {
  std::size_t header_bytes = 16 * 1024;
  std::size_t body_bytes = 16 * 1024 * 1024;  ///< Of an answer that is read whole.
  std::size_t connections = 128;              ///< Open at once; more calls wait their turn.

  /// An answer up to this size is read whole before it is passed on, so that the connection is free
  /// again however slow the client is.
  std::size_t whole_bytes = 1024 * 1024;
  std::chrono::milliseconds connect_time{2'000};
  std::chrono::milliseconds idle_time{30'000};  ///< An unused connection is closed after this.

  /// The longest wait for the next bytes of an answer that is passed on while it comes, and the
  /// longest time a tunnel carries nothing. Above the 30 s between pings and heartbeats.
  std::chrono::milliseconds silence{90'000};
};

/// Speaks HTTP/1.1 to one other service over kept-alive connections, on the loop of `executor`. Not
/// for the Archive: that is archive/http.
class Client {
 public:
  Client(async::Executor executor, Clock& clock, Origin origin, ClientLimits limits = {});
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  /// Sends `call` and reads the whole answer. A kept-alive connection that turns out to be closed
  /// is replaced once, silently, when nothing of an answer came and the verb may be repeated (RFC
  /// 9110 §9.2.2), or nothing was sent. Errors: `unavailable` (nobody there), `timed_out`,
  /// `bad_upstream`, `cancelled`.
  Task<Result<Answer>> send(Call call, Deadline deadline);

  /// Passes `request` on as it is and gives the other service's answer as ours: small ones whole,
  /// large and endless ones while they come, a WebSocket as a tunnel of bytes in both directions.
  /// Hop-by-hop headers stay behind (RFC 9110 §7.6.1); request id, trace and `forwarded_for` go
  /// along; credentials go along unchanged.
  /// Errors: as send().
  Task<Result<Response>> forward(Request request);

  /// The same, asking for `target`, where the other service calls the thing differently. It is one
  /// that could have come: a path that begins with a slash, percent-encoded, and its query.
  Task<Result<Response>> forward(Request request, std::string target);

  /// Closes every connection, running calls included, and waits for them. Call once, before the
  /// destructor.
  Task<void> close();

 private:
  std::unique_ptr<outbound::Channels> channels_;
};

}  // namespace tapedeck::http
