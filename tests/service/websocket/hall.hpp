#pragma once

#include "async/await.hpp"
#include "async/loop.hpp"
#include "http/detail/websocket_limits.hpp"
#include "http/events.hpp"
#include "http/server.hpp"

#include <functional>
#include <future>
#include <memory>
#include <string>

namespace tapedeck::test {

/// A server that opens WebSockets at /ws. What a test does not say otherwise is echoed.
///
/// The sender of the listener that came last is kept, for tests that have news for it.
class Hall {
 public:
  explicit Hall(http::detail::WebSocketLimits limits = {}, http::ServerLimits server_limits = {})
      : limits_(limits),
        loop_("hall"),
        metrics_("hall"),
        server_(loop_.executor(), clock_, server_limits, routes(), telemetry::Log("hall"),
                metrics_) {
    async::await(loop_.executor(), listen());
  }

  ~Hall() {
    if (!stopped_) stop();
  }
  Hall(const Hall&) = delete;
  Hall& operator=(const Hall&) = delete;

  [[nodiscard]] std::uint16_t port() const noexcept { return port_; }

  /// Calls `speak` with the last listener's sender on the loop, and gives what it gives.
  template <class Speak>
  auto with_sender(Speak speak) {
    return async::await(loop_.executor(), on_loop(std::move(speak)));
  }

  /// Ready when the first listener's conversation has been told of its end.
  [[nodiscard]] std::future<void> closed() { return closed_.get_future(); }

  void stop(std::chrono::milliseconds time = std::chrono::seconds{8}) {
    stopped_ = true;
    async::await(loop_.executor(), server_.drain(Deadline::in(clock_, time)));
  }

 private:
  class Echo;

  http::Router routes();
  Task<Result<http::Response>> open();

  Task<void> listen() {
    const http::Endpoint anywhere;
    port_ = server_.listen(anywhere).value();
    co_return;
  }

  template <class Speak>
  Task<std::invoke_result_t<Speak&, http::WebSocketSender&>> on_loop(Speak speak) {
    co_return speak(*sender_);
  }

  http::detail::WebSocketLimits limits_;
  http::WebSocketSender* sender_ = nullptr;
  std::promise<void> closed_;
  bool closed_once_ = false;
  SystemClock clock_;
  async::LoopThread loop_;
  telemetry::Metrics metrics_;
  http::Server server_;
  std::uint16_t port_ = 0;
  bool stopped_ = false;
};

}  // namespace tapedeck::test
