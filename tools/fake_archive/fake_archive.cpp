#include "fake_archive/fake_archive.hpp"

#include "fake_archive/control_host.hpp"
#include "fake_archive/hosts.hpp"
#include "fake_archive/resetting_port.hpp"
#include "fake_archive/world.hpp"
#include "http/server.hpp"
#include "telemetry/log.hpp"
#include "telemetry/metrics.hpp"

#include <array>
#include <chrono>
#include <utility>

namespace tapedeck::fake_archive {

using namespace std::chrono_literals;

namespace {

/// A fault may hold an answer back for longer than any client waits.
http::ServerLimits patient_limits() {
  http::ServerLimits limits;
  limits.target_bytes = 16 * 1024;
  limits.header_bytes = 32 * 1024;
  limits.handler_time = 1h;
  return limits;
}

}  // namespace

/// The three ports and what stands behind them.
class FakeArchive::Hosts final : public Switchboard {
 public:
  Hosts(async::Executor executor, Clock& clock, async::Pool& compute, Setup setup)
      : executor_(executor),
        clock_(clock),
        setup_(std::move(setup)),
        shelf_(executor, setup_.catalogue, compute),
        world_{executor, clock,   compute,  setup_.catalogue, setup_.golden,
               shelf_,   faults_, journal_, setup_.address,   0},
        control_{world_, *this} {
    for (auto& fault : setup_.faults)
      faults_.add(std::move(fault));
  }

  Task<Result<Ports>> start() {
    auto raised = co_await bring_up();
    if (!raised) co_return failure(raised);
    control_server_ = serve(control_routes(control_));
    const auto port = control_server_->listen({setup_.address, setup_.ports.control});
    if (!port) co_return failure(port);
    setup_.ports.control = *port;
    co_return setup_.ports;
  }

  Task<void> stop() {
    co_await lower(archive_);
    co_await lower(node_);
    if (control_server_ != nullptr) co_await drain(*control_server_, 1s);
    control_server_.reset();
  }

  Task<Result<void>> take_down(std::optional<HostRole> host, Down how) override {
    Result<void> done;
    if (host != HostRole::node) done = co_await take_down_one(archive_, how);
    if (done && host != HostRole::archive) done = co_await take_down_one(node_, how);
    co_return done;
  }

  Task<Result<void>> bring_up() override {
    auto archive = co_await bring_up_one(archive_, setup_.ports.archive);
    if (!archive) co_return failure(archive);
    auto node = co_await bring_up_one(node_, setup_.ports.node);
    if (!node) co_return failure(node);
    world_.node_port = setup_.ports.node;
    co_return Result<void>();
  }

 private:
  /// One of the two hosts: a server, or a port that resets, or nothing.
  struct Host {
    HostRole role;
    std::unique_ptr<http::Server> server;
    std::unique_ptr<ResettingPort> resetting;
  };

  Task<Result<void>> bring_up_one(Host& host, std::uint16_t& port) {
    if (host.server != nullptr) co_return Result<void>();
    co_await lower(host);
    const bool is_node = host.role == HostRole::node;
    host.server = serve(is_node ? node_routes(world_) : archive_routes(world_));
    const auto opened = host.server->listen({setup_.address, port});
    if (!opened) co_return failure(opened);
    port = *opened;
    co_return Result<void>();
  }

  Task<Result<void>> take_down_one(Host& host, Down how) {
    co_await lower(host);
    if (how == Down::refuse) co_return Result<void>();
    host.resetting = std::make_unique<ResettingPort>(executor_);
    const auto port = host.role == HostRole::node ? setup_.ports.node : setup_.ports.archive;
    co_return host.resetting->listen(setup_.address, port);
  }

  [[nodiscard]] std::unique_ptr<http::Server> serve(http::Router router) {
    return std::make_unique<http::Server>(executor_, clock_, patient_limits(), std::move(router),
                                          log_, metrics_);
  }

  Task<void> drain(http::Server& server, std::chrono::nanoseconds time) {
    co_await server.drain(Deadline::in(clock_, time));
  }

  /// Leaves a host without a port, its answers broken off.
  Task<void> lower(Host& host) {
    if (host.server != nullptr) co_await drain(*host.server, 0s);
    host.server.reset();
    if (host.resetting != nullptr) co_await host.resetting->close();
    host.resetting.reset();
  }

  async::Executor executor_;
  Clock& clock_;
  Setup setup_;
  telemetry::Log log_{"fake_archive"};
  telemetry::Metrics metrics_{"fake_archive"};
  Faults faults_;
  Journal journal_;
  Shelf shelf_;
  World world_;
  Control control_;
  Host archive_{HostRole::archive, nullptr, nullptr};
  Host node_{HostRole::node, nullptr, nullptr};
  std::unique_ptr<http::Server> control_server_;
};

FakeArchive::FakeArchive(async::Executor executor, Clock& clock, async::Pool& compute, Setup setup)
    : hosts_(std::make_unique<Hosts>(executor, clock, compute, std::move(setup))) {}

FakeArchive::~FakeArchive() = default;

Task<Result<Ports>> FakeArchive::start() { return hosts_->start(); }

Task<void> FakeArchive::stop() { return hosts_->stop(); }

}  // namespace tapedeck::fake_archive
