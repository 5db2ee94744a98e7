#include "browse/service.hpp"

#include "browse/migrations.hpp"
#include "browse/store/counts.hpp"

#include <utility>

namespace tapedeck::browse {
namespace {

BrowserSettings browser_settings(const Settings& settings) {
  BrowserSettings own;
  own.policy = policy_of(settings);
  return own;
}

}  // namespace

Service::Service(runtime::Host& host, const Settings& settings)
    : chassis_(host, "browse", "Search and items at the Archive, and the cache in front of them.",
               runtime::box_settings(host, settings)),
      counts_(chassis_.database(), &count),
      all_counts_(counts_, host.archive_limiter()),
      statistics_{"browse", all_counts_},
      archive_probe_(host.archive_limiter()),
      cache_(chassis_.database(), settings.cache_limit.count, policy_of(settings)),
      browser_(host.archive(), cache_, host.clock(), chassis_.executor(), host.compute(),
               chassis_.log(), browser_settings(settings)),
      metrics_(chassis_.metrics(), browser_.tally(), host.archive_limiter()),
      desk_{browser_, host.archive(), host.clock(), host.compute(), chassis_.log()} {
  // Offline first: what is cached is given, whether the Archive is there or not.
  chassis_.health().watch("archive", runtime::Weight::useful, archive_probe_);
}

std::vector<http::RouteInfo> Service::own_rows() {
  auto rows = http::row_infos(browse_routes());
  const auto statistics = http::row_infos(runtime::statistics_routes());
  rows.insert(rows.end(), statistics.begin(), statistics.end());
  return rows;
}

database::Migrations Service::migrations() const { return browse::migrations(); }

Task<Result<std::uint16_t>> Service::start() {
  http::Router routes;
  routes.add(browse_routes(), desk_);
  routes.add(runtime::statistics_routes(), statistics_);
  co_return co_await chassis_.open(std::move(routes), chassis_.own_document());
}

Task<void> Service::begin_draining() {
  chassis_.health().begin_draining();
  co_return;
}

Task<void> Service::stop(Deadline deadline) {
  co_await chassis_.close(deadline);
  co_await browser_.close();
}

}  // namespace tapedeck::browse
