#pragma once

#include "download/core/budget.hpp"
#include "download/core/elsewhere.hpp"
#include "download/core/engine.hpp"
#include "download/core/item_shelf.hpp"
#include "download/core/queue.hpp"
#include "download/http/routes.hpp"
#include "download/media/media.hpp"
#include "download/settings.hpp"
#include "download/store/sql_job_store.hpp"
#include "download/vault/folder_vault.hpp"
#include "download/vault/vault_probe.hpp"
#include "download/webhook/announcer.hpp"
#include "runtime/archive_statistics.hpp"
#include "runtime/chassis.hpp"
#include "runtime/service.hpp"
#include "runtime/sql_statistics.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tapedeck::download {

/// The download service, put together: the only place that knows which parts it is made of.
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
  Task<void> find_vault();

  runtime::Chassis chassis_;
  SqlJobStore store_;
  FolderVault vault_;
  VaultProbe vault_probe_;
  std::optional<std::string> group_;
  Watchers watchers_;
  Tally tally_;
  ItemShelf items_;
  Budget budget_;
  Ground ground_;
  Housekeeper housekeeper_;
  Engine engine_;
  Elsewhere elsewhere_;
  Queue queue_;
  Lobby lobby_;
  Media media_;
  std::optional<Announcer> announcer_;  ///< Nothing where there is no webhook.
  runtime::SqlStatistics counts_;
  runtime::ArchiveStatistics all_counts_;
  runtime::OwnStatistics statistics_;
};

}  // namespace tapedeck::download
