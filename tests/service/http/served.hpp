#pragma once

#include "async/await.hpp"
#include "async/loop.hpp"
#include "async/pool.hpp"
#include "http/server.hpp"
#include "http/static_files.hpp"
#include "support/captured_log.hpp"
#include "support/raw_client.hpp"
#include "telemetry/metrics.hpp"

#include <array>
#include <chrono>
#include <memory>
#include <string>

namespace tapedeck::test {

/// What the handlers of the test server share with the test.
struct Stage {
  Clock& clock;
  std::string folder;       ///< Of the files it serves.
  http::StaticFiles pages;  ///< Of the folder `app` in it.
  async::Pool disk{"disk", 1, 8};
};

/// The routes of the test server: see served.cpp for what each of them does.
[[nodiscard]] http::Router stage_router(Stage& stage);

/// A server with real sockets on a loop of its own, stopped with the test.
class Served {
 public:
  explicit Served(http::ServerLimits limits = {});
  ~Served();

  [[nodiscard]] std::uint16_t port() const noexcept { return port_; }
  [[nodiscard]] RawClient client(int receive_buffer = 0) const {
    return RawClient(port_, receive_buffer);
  }

  /// One request on a connection of its own; nothing when there is no whole answer.
  std::optional<RawAnswer> ask(std::string_view request) const;

  /// Stops the server; `limit` is how long requests under way may go on.
  void drain(std::chrono::milliseconds limit);

  [[nodiscard]] std::size_t connections();
  [[nodiscard]] std::string metrics() { return metrics_.text(); }
  [[nodiscard]] const CapturedLog& log() const noexcept { return log_; }
  [[nodiscard]] const std::string& folder() const noexcept { return stage_.folder; }

  /// What reads files that are not in memory: one thread.
  [[nodiscard]] async::Pool& disk() noexcept { return stage_.disk; }

 private:
  Served(const http::ServerLimits& limits, const std::string& folder);

  CapturedLog log_;
  SystemClock clock_;
  telemetry::Metrics metrics_{"test"};
  Stage stage_;
  async::LoopThread loop_{"served"};
  std::unique_ptr<http::Server> server_;
  std::uint16_t port_ = 0;
  bool drained_ = false;
};

}  // namespace tapedeck::test
