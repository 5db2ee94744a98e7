#include "runtime/host.hpp"

#include "archive/no_archive.hpp"
#include "async/await.hpp"
#include "runtime/folders.hpp"
#include "runtime/version.hpp"

#include <boost/asio/co_spawn.hpp>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <exception>
#include <random>
#include <ranges>
#include <utility>

namespace tapedeck::runtime {
namespace {

identity::AccessKeys access_keys(const Secrets& secrets) {
  identity::AccessKeys keys{secrets.jwt.copy()};
  if (secrets.previous_jwt) keys.previous.emplace(secrets.previous_jwt->copy());
  return keys;
}

/// What the parts may take beyond the time to stop, until the threads are joined.
constexpr std::chrono::seconds taking_down{1};

/// The usual ports, as the seed names them.
constexpr std::uint16_t usual_port(std::string_view service) {
  if (service == "browse") return 8001;
  if (service == "download") return 8002;
  if (service == "aggregation") return 8003;
  return 8000;
}

/// Writes what a migration does into the log.
class MigrationLog final : public database::MigrationObserver {
 public:
  explicit MigrationLog(telemetry::Log log) : log_(log) {}

  void copied(const std::filesystem::path& file) override {
    log_.info("database copied", {{"file", file.string()}});
  }
  void ran(std::string_view, const database::Migration&, std::size_t) override {}
  void recorded(std::string_view, const database::Migration&) override {}
  void applied(std::string_view service, const database::Migration& step) override {
    log_.info("migrated", {{"service", service}, {"version", step.version}, {"name", step.name}});
  }

 private:
  telemetry::Log log_;
};

}  // namespace

Result<std::unique_ptr<Host>> Host::prepare(SharedSettings settings) {
  auto folders = prepare_folders(settings);
  if (!folders) return failure(folders);
  auto secrets = load_secrets(settings);
  if (!secrets) return failure(secrets);
  auto database = settings.database
                      ? Result<database::Url>(*settings.database)
                      : database::Url::of_file(settings.data_folder / "music_player.db");
  if (!database) return failure(database);
  return std::make_unique<Host>(std::move(settings), std::move(*secrets), std::move(*database));
}

Host::Host(SharedSettings settings, Secrets secrets, database::Url database)
    : settings_(std::move(settings)),
      secrets_(std::move(secrets)),
      database_(std::move(database)),
      access_tokens_(access_keys(secrets_), clock_, settings_.jwt_life),
      compute_("compute", 2, 64),
      disk_("disk", 2, 256),
      limiter_(clock_, archive::Manners{}, std::random_device{}()) {}

// Services go before the pools they use, and the last of them first.
Host::~Host() {
  while (!services_.empty())
    services_.pop_back();
}

database::Pool& Host::pool(const database::Url& url) {
  auto& pool = pools_[url.file().string() + url.secret()];
  if (!pool) pool = std::make_unique<database::Pool>(database::Settings{url}, statements_);
  return *pool;
}

archive::Archive& Host::archive() {
  if (!archive_ && make_archive_ != nullptr) archive_ = make_archive_(*this);
  if (!archive_) archive_ = std::make_unique<archive::NoArchive>();
  return *archive_;
}

database::Pool& Host::durable_pool(const database::Url& url) {
  auto& pool = durable_pools_[url.file().string() + url.secret()];
  if (!pool) {
    database::Settings settings{url, database::Durability::full};
    settings.readers = 1;
    pool = std::make_unique<database::Pool>(std::move(settings), statements_);
  }
  return *pool;
}

bool Host::has(std::string_view service) const {
  return std::ranges::any_of(services_,
                             [&](const auto& other) { return other->name() == service; });
}

http::Origin Host::origin_of(std::string_view service) const {
  const auto& set = service == "browse"        ? settings_.browse_service
                    : service == "download"    ? settings_.download_service
                    : service == "aggregation" ? settings_.aggregation_service
                                               : settings_.gateway_service;
  if (set) {
    auto origin = http::Origin::parse(set->text());
    if (origin) return std::move(*origin);
  }
  const auto port = ports_.find(service);
  return http::Origin{"127.0.0.1", port == ports_.end() ? usual_port(service) : port->second};
}

Result<void> Host::migrate() {
  // Those that share a database are migrated together, so that it is copied once.
  std::map<const database::Pool*, std::vector<const Service*>> sharing;
  for (const auto& service : services_)
    sharing[&pool(service->database())].push_back(service.get());

  MigrationLog observer(log_);
  database::MigrationSettings settings;
  settings.program_version = std::string(version);
  for (const auto& [database, services] : sharing) {
    std::vector<database::Migrations> all;
    for (const auto* service : services)
      all.push_back(service->migrations());
    auto done = database::migrate(services.front()->database(), all, settings, clock_, observer);
    if (!done) return failure(done);
  }
  return {};
}

Result<void> Host::run(StopSignals& signals) {
  auto migrated = migrate();
  if (!migrated) return failure(migrated);
  auto started = start_all();
  if (started) {
    announce();
    log_.info("stopping", {{"signal", signals.wait()}});
    StopSignals::end_within(settings_.stop_notice + settings_.stop_limit + taking_down);
    give_notice(signals);
  } else {
    StopSignals::end_within(settings_.stop_limit + taking_down);
  }
  stop_all(signals);
  return started;
}

Result<void> Host::start_all() {
  for (const auto& service : services_) {
    auto port = async::await(service->executor(), service->start());
    if (!port) return failure(port);
    ports_.emplace(service->name(), *port);
  }
  return {};
}

void Host::announce() const {
  if (const auto gateway = ports_.find("gateway"); gateway != ports_.end()) {
    std::printf("Tapedeck is ready: http://localhost:%u\n", unsigned{gateway->second});
  } else {
    for (const auto& [name, port] : ports_)
      std::printf("Tapedeck's %s service is ready on port %u\n", name.c_str(), unsigned{port});
  }
  std::fflush(stdout);
}

void Host::give_notice(StopSignals& signals) {
  for (const auto& service : services_)
    async::await(service->executor(), service->begin_draining());
  // A signal during the notice is the second one: nobody wants to wait.
  if (signals.wait_or_woken(settings_.stop_notice)) ::_exit(1);
}

void Host::stop_all(StopSignals& signals) {
  const auto deadline = Deadline::in(clock_, settings_.stop_limit);
  for (const auto& service : std::views::reverse(services_)) {
    std::atomic<bool> ended = false;
    std::exception_ptr bug;
    boost::asio::co_spawn(service->executor(), service->stop(deadline),
                          [&](std::exception_ptr thrown) {
                            bug = thrown;
                            ended = true;
                            signals.wake();
                          });
    while (!ended) {
      if (signals.wait_or_woken(std::chrono::seconds{1}) && !ended) ::_exit(1);
    }
    if (bug) std::rethrow_exception(bug);
  }
}

}  // namespace tapedeck::runtime
