#include "gateway/service.hpp"

#include "gateway/http/page.hpp"
#include "gateway/migrations.hpp"
#include "gateway/store/counts.hpp"
#include "runtime/folders.hpp"

#include <cstdio>
#include <utility>

namespace tapedeck::gateway {
namespace {

void append(std::vector<http::RouteInfo>& rows, std::vector<http::RouteInfo> more) {
  rows.insert(rows.end(), more.begin(), more.end());
}

/// For the operator's eyes alone: standard output, not the log.
void show_setup_code(const std::string& code) {
  std::printf(
      "There is no account yet. Whoever makes the first one is the admin: on this machine, or from "
      "another one with the setup code %s\n",
      code.c_str());
  std::fflush(stdout);
}

}  // namespace

Service::Service(runtime::Host& host, const Settings& settings)
    : host_(host),
      proxies_(settings.proxies),
      chassis_(host, "gateway", "Accounts, sessions, history, and the way to the other services.",
               runtime::box_settings(host, settings)),
      neighbours_(chassis_.executor(), host.clock(), chassis_.service_tokens()),
      counts_(chassis_.database(), &count),
      overview_{counts_, neighbours_},
      document_(chassis_.own_document(), neighbours_, host.clock()),
      accounts_({host.durable_pool(chassis_.database_url()), passwords_, host.access_tokens(),
                 host.revocations(), host.clock()},
                {settings.registration, settings.session_life}, chassis_.log()),
      desk_{accounts_, tickets_, proxies_, host.clock()},
      history_(chassis_.executor(), host.clock(), chassis_.database(), chassis_.log(),
               chassis_.metrics(), settings.history_kept),
      forwarding_(neighbours_, history_),
      limits_({settings.user_rate, settings.anonymous_rate}, proxies_, host.clock(),
              chassis_.metrics()),
      gate_(
          {accounts_, tickets_, host.access_tokens(), host.revocations(), proxies_, host.clock()}),
      upkeep_(chassis_.executor(), host.clock(), accounts_, history_, chassis_.log()) {}

std::vector<http::RouteInfo> Service::own_rows() {
  auto rows = http::row_infos(page_routes());
  append(rows, http::row_infos(overview_routes()));
  append(rows, http::row_infos(account_routes()));
  append(rows, http::row_infos(internal_routes()));
  append(rows, forwarded_infos());
  return rows;
}

database::Migrations Service::migrations() const { return gateway::migrations(); }

void Service::add_neighbours() {
  for (const auto* name : {"browse", "download", "aggregation"}) {
    auto& neighbour = neighbours_.add(name, host_.origin_of(name));
    // Offline first: what the gateway itself can do it does, whoever else is away.
    chassis_.health().watch(name, runtime::Weight::useful, neighbour.probe());
  }
}

http::Router Service::routes() {
  http::Router routes;
  routes.add(page_routes(), *page_);
  routes.add(overview_routes(), overview_);
  routes.add(account_routes(), desk_);
  routes.add(internal_routes(), accounts_);
  forwarding_.add_to(routes);
  routes.wrap(limits_.middleware());
  return routes;
}

Result<void> Service::open_page() {
  const auto folder = runtime::share_folder(host_.settings()) / "app";
  auto page = http::StaticFiles::open(folder.string(), "index.html");
  if (!page) return failure(page);
  page_.emplace(std::move(*page));
  return {};
}

Task<Result<std::uint16_t>> Service::start() {
  auto page = open_page();
  if (!page) co_return failure(page);
  add_neighbours();
  auto setup_code = co_await accounts_.open();
  if (!setup_code) co_return failure(setup_code);
  // Before the first request: a session that was ended stays so over a restart.
  auto learned = co_await accounts_.learn_ended_sessions();
  if (!learned) co_return failure(learned);
  history_.start();
  upkeep_.start();
  started_ = true;
  if (*setup_code) show_setup_code(**setup_code);
  std::vector<http::Middleware> around;
  around.push_back(gate_.middleware());
  co_return co_await chassis_.open(routes(), document_, std::move(around));
}

Task<void> Service::begin_draining() {
  chassis_.health().begin_draining();
  co_return;
}

Task<void> Service::stop(Deadline deadline) {
  co_await chassis_.close(deadline);
  if (started_) {
    co_await upkeep_.stop();
    co_await history_.stop();
  }
  co_await neighbours_.close();
}

}  // namespace tapedeck::gateway
