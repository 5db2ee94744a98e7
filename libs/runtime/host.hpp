#pragma once

#include "archive/archive.hpp"
#include "archive/limiter.hpp"
#include "async/clock.hpp"
#include "async/pool.hpp"
#include "database/pool.hpp"
#include "database/url.hpp"
#include "http/client.hpp"
#include "identity/access_token.hpp"
#include "runtime/revocations.hpp"
#include "runtime/secrets.hpp"
#include "runtime/service.hpp"
#include "runtime/shared_settings.hpp"
#include "runtime/statement_metrics.hpp"
#include "runtime/stop_signals.hpp"
#include "telemetry/log.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tapedeck::runtime {

/// What a process has once, and the services that run in it.
///
/// Made and run on the main thread. Services take what they need
/// from it in their constructors; it outlives them.
class Host {
 public:
  /// Prepares the folders and reads or makes the keys. Errors: a sentence for the operator.
  [[nodiscard]] static Result<std::unique_ptr<Host>> prepare(SharedSettings settings);

  Host(SharedSettings settings, Secrets secrets, database::Url database);
  ~Host();
  Host(const Host&) = delete;
  Host& operator=(const Host&) = delete;

  [[nodiscard]] const SharedSettings& settings() const noexcept { return settings_; }
  [[nodiscard]] const Secrets& secrets() const noexcept { return secrets_; }
  [[nodiscard]] Clock& clock() noexcept { return clock_; }

  /// For hashing and other long computing. Any loop.
  [[nodiscard]] async::Pool& compute() noexcept { return compute_; }

  /// For looking at files. Any loop.
  [[nodiscard]] async::Pool& disk() noexcept { return disk_; }

  /// Makes the process's client of the Archive; rank 4 has no other way to it.
  using MakeArchive = std::unique_ptr<archive::Archive> (*)(Host& host);

  /// Says how to make it, before any service is added. It is made when a service first asks for it.
  void archive_made_by(MakeArchive make) noexcept { make_archive_ = make; }

  /// The Archive: one client for the whole process, so that its manners hold for all. Where nothing
  /// was said about how to make it, every call is answered `unavailable`. For the constructors of
  /// services.
  [[nodiscard]] archive::Archive& archive();

  /// What that client waits for its turn at; also tells how things stand. Any thread.
  [[nodiscard]] archive::Limiter& archive_limiter() noexcept { return limiter_; }

  /// The database of the services that have none of their own.
  [[nodiscard]] const database::Url& shared_database() const noexcept { return database_; }

  /// The pool of a database, the same one for the same address, so that a process has one writer.
  [[nodiscard]] database::Pool& pool(const database::Url& url);

  /// As pool(), for what must survive a power cut: accounts, finished downloads. It has a writer of
  /// its own beside the other's, which on SQLite take turns.
  [[nodiscard]] database::Pool& durable_pool(const database::Url& url);

  /// Whether a service of that name runs in this process. Known once all are added.
  [[nodiscard]] bool has(std::string_view service) const;

  /// The sessions that were ended before their time.
  [[nodiscard]] Revocations& revocations() noexcept { return revocations_; }

  /// What checks and issues users' access tokens. Any loop.
  [[nodiscard]] const identity::AccessTokens& access_tokens() const noexcept {
    return access_tokens_;
  }

  /// Where statements are counted.
  [[nodiscard]] StatementMetrics& statements() noexcept { return statements_; }

  /// Where a service is found: as set, else in this process, else at its usual port on this
  /// machine.
  [[nodiscard]] http::Origin origin_of(std::string_view service) const;

  /// Adds a service, made from this host and its own settings. They start in the order they are
  /// added and stop in the reverse.
  template <class S, class Settings>
  void add(const Settings& settings) {
    services_.push_back(std::make_unique<S>(*this, settings));
  }

  /// Brings every service's tables up to date. Blocks. Errors: a sentence for the operator.
  [[nodiscard]] Result<void> migrate();

  /// Migrates, starts every service, says where they are, waits for SIGINT or SIGTERM, and stops
  /// them. `signals` was made before the host, which begins threads. Errors: a sentence for the
  /// operator; what had started has stopped again.
  [[nodiscard]] Result<void> run(StopSignals& signals);

 private:
  [[nodiscard]] Result<void> start_all();
  void announce() const;
  void give_notice(StopSignals& signals);
  void stop_all(StopSignals& signals);

  SharedSettings settings_;
  Secrets secrets_;
  database::Url database_;
  telemetry::Log log_{"host"};
  SystemClock clock_;
  identity::AccessTokens access_tokens_;
  StatementMetrics statements_;
  async::Pool compute_;
  async::Pool disk_;
  Revocations revocations_;
  std::map<std::string, std::unique_ptr<database::Pool>> pools_;
  archive::Limiter limiter_;
  MakeArchive make_archive_ = nullptr;
  std::unique_ptr<archive::Archive> archive_;  ///< Null until the first archive().
  std::map<std::string, std::unique_ptr<database::Pool>> durable_pools_;
  std::vector<std::unique_ptr<Service>> services_;
  std::map<std::string, std::uint16_t, std::less<>> ports_;  ///< Of the services that have started.
};

}  // namespace tapedeck::runtime
