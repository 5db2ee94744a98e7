#include "download/service.hpp"

#include "download/migrations.hpp"
#include "download/store/counts.hpp"

#include <utility>

namespace tapedeck::download {

Service::Service(runtime::Host& host, const Settings& settings)
    : chassis_(host, "download", "Jobs, transfers, the vault and its media.",
               runtime::box_settings(host, settings)),
      vault_probe_(host.disk(), host.settings().downloads_folder.string(),
                   host.settings().disk_reserve.count),
      counts_(chassis_.database(), &count),
      statistics_{"download", counts_} {
  // Without its vault the service still lists what it has, and says what is wrong.
  chassis_.health().watch("vault", runtime::Weight::useful, vault_probe_);
}

std::vector<http::RouteInfo> Service::own_rows() {
  return http::row_infos(runtime::statistics_routes());
}

database::Migrations Service::migrations() const { return download::migrations(); }

Task<Result<std::uint16_t>> Service::start() {
  http::Router routes;
  routes.add(runtime::statistics_routes(), statistics_);
  co_return co_await chassis_.open(std::move(routes), chassis_.own_document());
}

Task<void> Service::begin_draining() {
  chassis_.health().begin_draining();
  co_return;
}

Task<void> Service::stop(Deadline deadline) { co_await chassis_.close(deadline); }

}  // namespace tapedeck::download
