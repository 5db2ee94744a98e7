#pragma once

#include "archive/archive.hpp"
#include "database/pool.hpp"
#include "download/core/ports.hpp"
#include "download/media/certificates.hpp"
#include "download/media/examinations.hpp"
#include "download/media/media_worker.hpp"
#include "download/media/passage.hpp"
#include "download/vault/folder_vault.hpp"

namespace tapedeck::download {

/// What the media routes stand on: finished files, what was found out of them, and the way through
/// to the Archive for what is not in the vault. Lives on the service's loop.
class Media {
 public:
  /// All but `log` outlive this.
  Media(async::Executor home, Clock& clock, database::Pool& database, JobStore& store,
        FolderVault& folder, async::Pool& disk, archive::Archive& archive, telemetry::Log log)
      : jobs(store),
        vault(folder),
        examinations(home, clock, database, folder, worker_, log),
        certificates(clock, database, store, folder, disk, examinations),
        passages(home, archive) {}

  /// Ends what runs, and waits for it. Call once, after the port has closed.
  Task<void> stop() {
    co_await examinations.stop();
    co_await passages.stop();
  }

 private:
  MediaWorker worker_{MediaWorker::Settings{}};

 public:
  JobStore& jobs;
  FolderVault& vault;
  Examinations examinations;  ///< Watches jobs: a file that has been verified is examined at once.
  Certificates certificates;
  Passages passages;
};

}  // namespace tapedeck::download
