#include "gateway/service.hpp"

#include "gateway/http/page.hpp"
#include "gateway/migrations.hpp"
#include "gateway/store/counts.hpp"
#include "runtime/folders.hpp"

#include <utility>

namespace tapedeck::gateway {

Service::Service(runtime::Host& host, const Settings& settings)
    : host_(host),
      chassis_(host, "gateway", "Accounts, sessions, history, and the way to the other services.",
               runtime::box_settings(host, settings)),
      neighbours_(chassis_.executor(), host.clock(), chassis_.service_tokens()),
      counts_(chassis_.database(), &count),
      overview_{counts_, neighbours_},
      document_(chassis_.own_document(), neighbours_) {}

std::vector<http::RouteInfo> Service::own_rows() {
  auto rows = http::row_infos(page_routes());
  for (auto& row : http::row_infos(overview_routes()))
    rows.push_back(row);
  return rows;
}

database::Migrations Service::migrations() const { return gateway::migrations(); }

Task<Result<std::uint16_t>> Service::start() {
  for (const auto* name : {"browse", "download", "aggregation"}) {
    auto& neighbour = neighbours_.add(name, host_.origin_of(name));
    // Offline first: what the gateway itself can do it does, whoever else is away.
    chassis_.health().watch(name, runtime::Weight::useful, neighbour.probe());
  }
  const auto folder = runtime::share_folder(host_.settings()) / "app";
  auto page = http::StaticFiles::open(folder.string(), "index.html");
  if (!page) co_return failure(page);
  page_.emplace(std::move(*page));
  http::Router routes;
  routes.add(page_routes(), *page_);
  routes.add(overview_routes(), overview_);
  co_return co_await chassis_.open(std::move(routes), document_);
}

Task<void> Service::begin_draining() {
  chassis_.health().begin_draining();
  co_return;
}

Task<void> Service::stop(Deadline deadline) {
  co_await chassis_.close(deadline);
  co_await neighbours_.close();
}

}  // namespace tapedeck::gateway
