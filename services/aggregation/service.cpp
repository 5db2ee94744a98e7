#include "aggregation/service.hpp"

#include "aggregation/http/routes.hpp"
#include "aggregation/migrations.hpp"
#include "aggregation/store/counts.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace tapedeck::aggregation {

Service::Service(runtime::Host& host, const Settings& settings)
    : host_(host),
      chassis_(host, "aggregation", "The catalogue: recordings into concerts.",
               runtime::box_settings(host, settings)),
      store_(chassis_.database()),
      counts_(chassis_.database(), &count),
      statistics_{"aggregation", counts_} {}

std::vector<http::RouteInfo> Service::own_rows() {
  auto rows = http::row_infos(concert_routes());
  std::ranges::move(http::row_infos(runtime::statistics_routes()), std::back_inserter(rows));
  return rows;
}

database::Migrations Service::migrations() const { return aggregation::migrations(); }

Task<Result<std::uint16_t>> Service::start() {
  browse_.emplace(chassis_.executor(), host_.clock(), host_.origin_of("browse"),
                  chassis_.service_tokens(), host_.compute());
  browse_probe_.emplace("browse", browse_->client());
  concerts_.emplace(*browse_, store_, host_.clock(), chassis_.executor(), chassis_.log());
  // What is kept can be shown while browse is away.
  chassis_.health().watch("browse", runtime::Weight::useful, *browse_probe_);
  http::Router routes;
  routes.add(concert_routes(), *concerts_);
  routes.add(runtime::statistics_routes(), statistics_);
  co_return co_await chassis_.open(std::move(routes), chassis_.own_document());
}

Task<void> Service::begin_draining() {
  chassis_.health().begin_draining();
  co_return;
}

Task<void> Service::stop(Deadline deadline) {
  co_await chassis_.close(deadline);
  if (concerts_) co_await concerts_->close();
  if (browse_) co_await browse_->close();
}

}  // namespace tapedeck::aggregation
