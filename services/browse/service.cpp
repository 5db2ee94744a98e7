#include "browse/service.hpp"

#include "browse/migrations.hpp"
#include "browse/store/counts.hpp"

#include <utility>

namespace tapedeck::browse {

Service::Service(runtime::Host& host, const Settings& settings)
    : chassis_(host, "browse", "Search and items at the Archive, and the cache in front of them.",
               runtime::box_settings(host, settings)),
      counts_(chassis_.database(), &count),
      statistics_{"browse", counts_} {}

std::vector<http::RouteInfo> Service::own_rows() {
  return http::row_infos(runtime::statistics_routes());
}

database::Migrations Service::migrations() const { return browse::migrations(); }

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

}  // namespace tapedeck::browse
