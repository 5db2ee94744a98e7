#pragma once

#include "async/clock.hpp"
#include "async/event.hpp"
#include "async/task_group.hpp"
#include "database/pool.hpp"
#include "download/core/ports.hpp"
#include "download/media/media_worker.hpp"
#include "download/store/hearing_rows.hpp"
#include "download/store/slice_map_rows.hpp"
#include "download/vault/folder_vault.hpp"
#include "telemetry/log.hpp"

#include <map>
#include <memory>
#include <string>

namespace tapedeck::download {

/// Whether what was kept is of this very file.
[[nodiscard]] bool is_of(const KeptHearing& kept, const http::FileBody& file);

/// The file of a completed job. Errors: `not_found`; those of the vault, which outlives the call.
[[nodiscard]] Task<Result<http::FileBody>> open_finished(FolderVault& vault, Job job);

/// The examinations of finished sound files: each is made once, as soon as its file has been
/// verified, and kept in the tables `slice_maps` and `hearings`. One that is missing (the program
/// was killed in between, or is newer than the file) is made when it is asked for. Lives on the
/// service's loop.
class Examinations final : public JobWatcher {
 public:
  /// All but `log` outlive this.
  Examinations(async::Executor home, Clock& clock, database::Pool& database, FolderVault& vault,
               MediaWorker& worker, telemetry::Log log);

  /// The slice map of a completed job's file, as JSON (audio/slice_map_json.hpp). Asked for twice
  /// at once, it is made once; it goes on being made when nobody waits for it any more.
  ///
  /// Errors: `not_found` with the reason when the file is not in the vault, or cannot be cut;
  /// `timed_out` at the deadline; those of the vault, the worker and the database.
  Task<Result<std::string>> slices_of(Job job, Deadline deadline);

  /// What was heard of a completed job's file, which may be why nothing was. Errors: as above, but
  /// `not_found` only when the file is not in the vault, or is of a kind that nobody here decodes.
  Task<Result<KeptHearing>> hearing_of(Job job, Deadline deadline);

  /// Sees to it that a completed job's file is examined soon, if it is sound.
  void see_to(const Job& job);

  /// Ends what is being made and waits for it. Call once, when no more jobs change.
  Task<void> stop();

  void changed(const Job& job) override;
  void removed(const std::vector<Job>&) override {}

 private:
  /// What was kept of one file.
  struct Kept {
    KeptSlices slices;
    KeptHearing hearing;
  };
  struct Making;

  std::shared_ptr<Making> begin(const Job& job);
  Task<void> make(Job job, std::shared_ptr<Making> making);
  Task<Result<Kept>> examine(Job job);
  Task<Result<Kept>> wait(std::shared_ptr<Making> making);
  Kept kept_of(const Job& job, KeptHearing hearing, Examination found);

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
