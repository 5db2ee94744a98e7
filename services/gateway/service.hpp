#pragma once

#include "gateway/accounts.hpp"
#include "gateway/core/tickets.hpp"
#include "gateway/http/account_routes.hpp"
#include "gateway/http/browser_gate.hpp"
#include "gateway/http/forwarding.hpp"
#include "gateway/http/neighbours.hpp"
#include "gateway/http/overview.hpp"
#include "gateway/http/request_limits.hpp"
#include "gateway/http/search_history.hpp"
#include "gateway/settings.hpp"
#include "gateway/upkeep.hpp"
#include "http/static_files.hpp"
#include "identity/passwords.hpp"
#include "runtime/chassis.hpp"
#include "runtime/service.hpp"
#include "runtime/sql_statistics.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace tapedeck::gateway {

/// The gateway, put together: the only place that knows which parts it is made of.
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
  void add_neighbours();
  Result<void> open_page();
  http::Router routes();

  runtime::Host& host_;
  TrustedProxies proxies_;
  runtime::Chassis chassis_;
  Neighbours neighbours_;
  runtime::SqlStatistics counts_;
  Overview overview_;
  MergedDocument document_;
  std::optional<http::StaticFiles> page_;  ///< Read in start().
  identity::Passwords passwords_;
  Accounts accounts_;
  Tickets tickets_;
  AccountDesk desk_;
  SearchHistory history_;
  Forwarding forwarding_;
  RequestLimits limits_;
  BrowserGate gate_;
  Upkeep upkeep_;
  bool started_ = false;
};

}  // namespace tapedeck::gateway
