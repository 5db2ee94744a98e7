#include "download/service.hpp"

#include "download/http/media_routes.hpp"
#include "download/http/routes.hpp"
#include "download/migrations.hpp"
#include "download/store/counts.hpp"
#include "download/wall_clock.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <random>
#include <string>
#include <utility>

namespace tapedeck::download {
namespace {

/// What this process is called when nobody says. SQLite has one process, which a container may call
/// something else each time; on one machine no two have the same port.
std::string worker_name(const Settings& settings, database::Dialect dialect) {
  if (settings.worker) return *settings.worker;
  if (dialect == database::Dialect::sqlite) return "the only one";
  std::array<char, 256> machine{};
  // Cut off when it is longer, which Linux does not allow (HOST_NAME_MAX is 64).
  if (::gethostname(machine.data(), machine.size() - 1) != 0) machine.front() = '\0';
  return std::string(machine.data()) + ":" + std::to_string(settings.port);
}

}  // namespace

Service::Service(runtime::Host& host, const Settings& settings)
    : chassis_(host, "download", "Jobs, transfers, the vault and its media.",
               runtime::box_settings(host, settings)),
      store_(chassis_.database(), host.durable_pool(chassis_.database_url()),
             worker_name(settings, chassis_.database_url().dialect())),
      vault_(host.disk(), host.settings().downloads_folder, host.settings().disk_reserve.count),
      vault_probe_(vault_),
      group_(settings.group),
      tally_(chassis_.metrics()),
      items_(host.archive(), host.clock()),
      budget_(host.clock(), settings.pace.value_or(Timetable()), &time_of_day),
      ground_{host.clock(),   host.archive(),
              items_,         store_,
              vault_,         watchers_,
              tally_,         budget_,
              settings.names, Limits{.trash_time = settings.trash_time}},
      housekeeper_(ground_, chassis_.executor(), chassis_.log()),
      engine_(ground_, chassis_.executor(), chassis_.log(), std::random_device{}()),
      elsewhere_(host.clock(), store_, watchers_, chassis_.executor(), chassis_.log()),
      queue_(ground_, engine_),
      lobby_{ground_.clock, queue_, host.revocations()},
      media_(chassis_.executor(), host.clock(), chassis_.database(), store_, vault_, host.disk(),
             host.archive(), chassis_.log()),
      counts_(chassis_.database(), &count),
      all_counts_(counts_, host.archive_limiter()),
      statistics_{"download", all_counts_} {
  // Without its vault the service still lists what it has, and says what is wrong.
  chassis_.health().watch("vault", runtime::Weight::useful, vault_probe_);
  watchers_.add(media_.examinations);
  if (settings.webhook) {
    announcer_.emplace(settings, host.clock(), store_, chassis_.executor(), chassis_.log(),
                       chassis_.metrics());
    watchers_.add(announcer_->watcher());
  }
}

std::vector<http::RouteInfo> Service::own_rows() {
  auto rows = http::row_infos(queue_routes());
  std::ranges::copy(http::row_infos(live_routes()), std::back_inserter(rows));
  std::ranges::copy(http::row_infos(media_routes()), std::back_inserter(rows));
  std::ranges::copy(http::row_infos(runtime::statistics_routes()), std::back_inserter(rows));
  return rows;
}

database::Migrations Service::migrations() const { return download::migrations(); }

Task<Result<std::uint16_t>> Service::start() {
  co_await find_vault();
  http::Router routes;
  routes.add(queue_routes(), queue_);
  routes.add(live_routes(), lobby_);
  routes.add(media_routes(), media_);
  routes.add(runtime::statistics_routes(), statistics_);
  auto port = co_await chassis_.open(std::move(routes), chassis_.own_document());
  if (!port) co_return port;
  auto started = co_await engine_.start();
  if (!started) co_return failure(started);
  elsewhere_.start();
  housekeeper_.start();
  if (announcer_) announcer_->start();
  co_return port;
}

/// Marks a new vault as one. A disk that is not mounted keeps nothing but the downloads waiting.
Task<void> Service::find_vault() {
  auto has_music = co_await store_.any_in_vault();
  if (!has_music) {
    chassis_.log().error("vault not looked for", {{"why", has_music.error().detail}});
    co_return;
  }
  auto found = co_await vault_.found(*has_music);
  if (!found) chassis_.log().error("no vault", {{"why", found.error().message}});
  if (!found || !group_) co_return;
  auto given = co_await vault_.belong_to(*group_);
  if (!given) {
    chassis_.log().error("vault not given to its group",
                         {{"why", given.error().message}, {"detail", given.error().detail}});
  }
}

Task<void> Service::begin_draining() {
  chassis_.health().begin_draining();
  co_return;
}

Task<void> Service::stop(Deadline deadline) {
  co_await chassis_.close(deadline);
  co_await elsewhere_.stop();
  co_await housekeeper_.stop();
  co_await engine_.stop();
  if (announcer_) {
    watchers_.remove(announcer_->watcher());
    co_await announcer_->stop();
  }
  watchers_.remove(media_.examinations);
  co_await media_.stop();
}

}  // namespace tapedeck::download
