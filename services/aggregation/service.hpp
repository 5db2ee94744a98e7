#pragma once

#include "aggregation/core/concerts.hpp"
#include "aggregation/http/browse_client.hpp"
#include "aggregation/settings.hpp"
#include "aggregation/store/sql_concerts.hpp"
#include "runtime/chassis.hpp"
#include "runtime/service.hpp"
#include "runtime/sql_statistics.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace tapedeck::aggregation {

/// The aggregation service, put together: the only place that knows which parts it is made of.
///
/// The members are the wiring. They are made from top to bottom, each from those above it, and
/// taken down from bottom to top; where browse is, is known only when the services start.
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
  runtime::Host& host_;
  runtime::Chassis chassis_;
  SqlConcerts store_;
  std::optional<BrowseClient> browse_;
  std::optional<runtime::NeighbourProbe> browse_probe_;
  std::optional<Concerts> concerts_;
  runtime::SqlStatistics counts_;
  runtime::OwnStatistics statistics_;
};

}  // namespace tapedeck::aggregation
