#pragma once

#include "async/clock.hpp"
#include "async/task.hpp"
#include "base/result.hpp"
#include "http/router.hpp"
#include "telemetry/log.hpp"
#include "telemetry/metrics.hpp"

#include <chrono>
#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <vector>

namespace tapedeck::http {

/// Where to listen.
struct Endpoint {
  std::string address = "127.0.0.1";  ///< An IPv4 or IPv6 address; "::" takes both.
  std::uint16_t port = 0;             ///< 0 lets the system choose.
};

/// How much of anything one server takes from clients it does not know.
struct ServerLimits {
  std::size_t header_bytes = 16 * 1024;  ///< Request line and headers; above: 431.
  std::size_t target_bytes = 8 * 1024;   ///< The target alone; above: 414.
  std::size_t body_bytes = 1024 * 1024;  ///< Above: 413.
  std::size_t connections = 10'000;      ///< Open at once; above, new ones are closed at once.
  std::size_t connections_per_address = 2'500;  ///< Loopback is not counted.
  /// The system gives out the lowest descriptor that is free: where a connection would have one
  /// above this, so many are open in the whole process that it is closed at once.
  int last_descriptor = std::numeric_limits<int>::max();
  std::chrono::milliseconds header_time{10'000};   ///< From the first byte to the last; else 408.
  std::chrono::milliseconds body_time{30'000};     ///< To read a body; grows by 1 s per KiB.
  std::chrono::milliseconds idle_time{75'000};     ///< Between requests of one connection.
  std::chrono::milliseconds write_stall{60'000};   ///< A client that takes no byte that long.
  std::chrono::milliseconds handler_time{30'000};  ///< Request::deadline(); else 504.
};

/// An HTTP/1.1 server on one loop.
///
/// It reads each request within its limits, finds its row, answers with what the handler gives,
/// maps errors to problem documents, and writes one log line and one measurement per request. A bug
/// that throws out of a handler costs that request a 500 and a log line, nothing more. Everything
/// runs on the loop of `executor`; not thread-safe.
class Server {
 public:
  /// `log`, `metrics` and `clock` outlive the server.
  Server(async::Executor executor, Clock& clock, ServerLimits limits, Router router,
         telemetry::Log log, telemetry::Metrics& metrics);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  /// Opens the port and begins to accept; gives the port it has. May be called for several
  /// endpoints. Errors: `storage` with a sentence when the port is taken or not allowed.
  Result<std::uint16_t> listen(const Endpoint& endpoint);

  /// Stops in order: the ports are closed, idle connections too; requests in flight and queued
  /// WebSocket messages end, streams and conversations are told; what still runs at `deadline` is
  /// cancelled. Returns when nothing is left. Call once, before the destructor.
  Task<void> drain(Deadline deadline);

  /// Connections open now.
  [[nodiscard]] std::size_t connections() const noexcept;

 private:
  class Core;

  std::unique_ptr<Core> core_;
};

}  // namespace tapedeck::http
