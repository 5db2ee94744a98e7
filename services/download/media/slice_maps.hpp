#pragma once

#include "async/clock.hpp"
#include "async/event.hpp"
#include "async/task_group.hpp"
#include "database/pool.hpp"
#include "download/core/ports.hpp"
#include "download/media/media_worker.hpp"
#include "download/vault/folder_vault.hpp"
#include "telemetry/log.hpp"

#include <map>
#include <memory>
#include <string>

namespace tapedeck::download {

/// The slice maps of finished files: each is made once, as soon as its file has been verified, and
/// kept in the table `slice_maps`. One that is missing (the program was killed in between) is made
/// when it is asked for. Lives on the service's loop.
class SliceMaps final : public JobWatcher {
 public:
  /// All but `log` outlive this.
  SliceMaps(async::Executor home, Clock& clock, database::Pool& database, FolderVault& vault,
            MediaWorker& worker, telemetry::Log log);

  /// The map of a completed job's file, as JSON (audio/slice_map_json.hpp). Asked for twice at
  /// once, it is made once; it goes on being made when nobody waits for it any more.
  ///
  /// Errors: `not_found` with the reason when the file is not in the vault, or cannot be cut;
  /// `timed_out` at the deadline; those of the vault, the worker and the database.
  Task<Result<std::string>> of(Job job, Deadline deadline);

  /// Ends what is being made and waits for it. Call once, when no more jobs change.
  Task<void> stop();

  void changed(const Job& job) override;
  void removed(const std::vector<Job>&) override {}

 private:
  struct Making;
  Task<Result<http::FileBody>> open(Job job);

  std::shared_ptr<Making> begin(const Job& job);
  Task<void> make(Job job, std::shared_ptr<Making> making);
  Task<Result<std::string>> cut(Job job);
  Task<Result<std::string>> wait(std::shared_ptr<Making> making);

  Clock& clock_;
  database::Pool& database_;
  FolderVault& vault_;
  MediaWorker& worker_;
  telemetry::Log log_;
  async::Executor home_;
  std::map<JobId, std::shared_ptr<Making>> running_;
  async::TaskGroup tasks_;
};

}  // namespace tapedeck::download
