#pragma once

#include "async/await.hpp"
#include "async/loop.hpp"
#include "http/client.hpp"
#include "http/server.hpp"
#include "support/loopback_server.hpp"
#include "telemetry/log.hpp"
#include "telemetry/metrics.hpp"

#include <chrono>
#include <utility>

namespace tapedeck::test {

/// A server that passes everything on to a service played by a test.
class Gateway {
 public:
  explicit Gateway(const LoopbackServer& service, http::ClientLimits limits = {},
                   http::ServerLimits server_limits = {})
      : Gateway(service.port(), limits, server_limits) {}

  explicit Gateway(std::uint16_t service, http::ClientLimits limits = {},
                   http::ServerLimits server_limits = {})
      : loop_("gateway"),
        metrics_("gateway"),
        client_(loop_.executor(), clock_, http::Origin{"127.0.0.1", service}, limits),
        server_(loop_.executor(), clock_, server_limits, routes(), telemetry::Log("gateway"),
                metrics_) {
    async::await(loop_.executor(), listen());
  }

  ~Gateway() {
    if (!stopped_) stop();
  }
  Gateway(const Gateway&) = delete;
  Gateway& operator=(const Gateway&) = delete;

  [[nodiscard]] std::uint16_t port() const noexcept { return port_; }

  void stop(std::chrono::milliseconds time = std::chrono::seconds{5}) {
    stopped_ = true;
    async::await(loop_.executor(), server_.drain(Deadline::in(clock_, time)));
    async::await(loop_.executor(), client_.close());
  }

 private:
  http::Router routes() {
    http::Router router;
    for (const auto verb :
         {http::Verb::get, http::Verb::post, http::Verb::put, http::Verb::patch, http::Verb::del}) {
      router.add(http::RouteInfo{verb, "/{rest...}", http::Access::open,
                                 http::Operation{"Passes everything on"}},
                 [this](http::Request request) { return client_.forward(std::move(request)); });
    }
    return router;
  }

  Task<void> listen() {
    const http::Endpoint anywhere;
    auto port = server_.listen(anywhere);
    port_ = port.value();
    co_return;
  }

  SystemClock clock_;
  async::LoopThread loop_;
  telemetry::Metrics metrics_;
  http::Client client_;
  http::Server server_;
  std::uint16_t port_ = 0;
  bool stopped_ = false;
};

}  // namespace tapedeck::test
