#pragma once

#include "browse/core/browser.hpp"
#include "browse/http/routes.hpp"
#include "browse/metrics.hpp"
#include "browse/settings.hpp"
#include "browse/store/sql_cache.hpp"
#include "runtime/archive_statistics.hpp"
#include "runtime/chassis.hpp"
#include "runtime/service.hpp"
#include "runtime/sql_statistics.hpp"

#include <string_view>
#include <vector>

namespace tapedeck::browse {

/// The browse service, put together: the only place that knows which parts it is made of.
///
/// The members are the wiring. They are made from top to bottom, each from those above it, and
/// taken down from bottom to top.
class Service final : public runtime::Service {
 public:
  Service(runtime::Host& host, const Settings& settings);

  /// The rows of its own tables, beside those every service has.
  [[nodiscard]] static std::vector<http::RouteInfo> own_rows();

  [[nodiscard]] std::string_view name() const noexcept override { return chassis_.name(); }
  [[nodiscard]] async::Executor executor() noexcept override { return chassis_.executor(); }
  [[nodiscard]] const database::Url& database() const noexcept override {
    return chassis_.database_url();
  }
  [[nodiscard]] database::Migrations migrations() const override;
  Task<Result<std::uint16_t>> start() override;
  Task<void> begin_draining() override;
  Task<void> stop(Deadline deadline) override;

 private:
  runtime::Chassis chassis_;
  runtime::SqlStatistics counts_;
  runtime::ArchiveStatistics all_counts_;
  runtime::OwnStatistics statistics_;
  runtime::ArchiveProbe archive_probe_;
  SqlCache cache_;
  Browser browser_;
  BrowseMetrics metrics_;
  Desk desk_;
};

}  // namespace tapedeck::browse
