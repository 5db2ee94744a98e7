#pragma once

#include "async/loop.hpp"
#include "database/pool.hpp"
#include "http/router.hpp"
#include "http/server.hpp"
#include "http/static_files.hpp"
#include "identity/service_token.hpp"
#include "runtime/box_settings.hpp"
#include "runtime/database_upkeep.hpp"
#include "runtime/gatekeeper.hpp"
#include "runtime/health.hpp"
#include "runtime/host.hpp"
#include "runtime/probes.hpp"
#include "runtime/revocation_feed.hpp"
#include "runtime/system.hpp"
#include "telemetry/log.hpp"
#include "telemetry/metrics.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tapedeck::runtime {

/// What all four services have alike: loop, database, health, metrics, documentation, gatekeeper
/// and port. A service is a chassis and its own parts around it.
///
/// Made on the main thread; from open() on everything runs on the chassis' loop.
class Chassis {
 public:
  /// `name` is the word of the service's folder and `purpose` a sentence for its documentation,
  /// both literals; `box` is where it listens and keeps its tables. The host outlives the chassis.
  Chassis(Host& host, std::string_view name, std::string_view purpose, BoxSettings box);

  /// close() has ended, or open() was never called.
  ~Chassis();
  Chassis(const Chassis&) = delete;
  Chassis& operator=(const Chassis&) = delete;

  [[nodiscard]] std::string_view name() const noexcept { return name_; }
  [[nodiscard]] async::Executor executor() noexcept { return loop_.executor(); }
  [[nodiscard]] telemetry::Log log() const noexcept { return log_; }
  [[nodiscard]] telemetry::Metrics& metrics() noexcept { return metrics_; }
  [[nodiscard]] Health& health() noexcept { return health_; }
  [[nodiscard]] database::Pool& database() noexcept { return database_; }
  [[nodiscard]] const database::Url& database_url() const noexcept { return box_.database; }
  [[nodiscard]] const identity::ServiceTokens& service_tokens() const noexcept { return services_; }

  /// The document of the routes given to open(); empty before that.
  [[nodiscard]] DocumentSource& own_document() noexcept;

  /// Opens the port with the service's own `routes` and those every service has; gives the port.
  /// `document` is what `/openapi.json` shows; `around` is wrapped around the gatekeeper, the last
  /// outermost. Errors: a sentence for the operator.
  Task<Result<std::uint16_t>> open(http::Router routes, DocumentSource& document,
                                   std::vector<http::Middleware> around);
  Task<Result<std::uint16_t>> open(http::Router routes, DocumentSource& document);

  /// Closes the port and waits for what runs, at most until `deadline`. Call once.
  Task<void> close(Deadline deadline);

 private:
  class OwnDocument;

  Host& host_;
  std::string_view name_;
  std::string_view purpose_;
  BoxSettings box_;
  telemetry::Log log_;
  telemetry::Metrics metrics_;
  async::LoopThread loop_;
  database::Pool& database_;
  Health health_;
  DatabaseProbe database_probe_;
  DatabaseUpkeep upkeep_;
  identity::ServiceTokens services_;
  Gatekeeper gatekeeper_;
  std::optional<http::StaticFiles> viewer_;
  Vitals vitals_;
  std::unique_ptr<OwnDocument> own_document_;
  std::optional<Documentation> documentation_;
  std::optional<RevocationFeed> feed_;
  std::unique_ptr<http::Server> server_;
};

}  // namespace tapedeck::runtime
