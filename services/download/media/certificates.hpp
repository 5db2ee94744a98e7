#pragma once

#include "async/clock.hpp"
#include "async/pool.hpp"
#include "async/task.hpp"
#include "database/pool.hpp"
#include "download/core/certificate.hpp"
#include "download/core/ports.hpp"
#include "download/media/examinations.hpp"
#include "download/vault/folder_vault.hpp"

#include <map>
#include <vector>

namespace tapedeck::download {

/// Collects what is known of a user's files of a recording. Lives on the service's loop.
class Certificates {
 public:
  /// All of them outlive this; `disk` reads the taper's files.
  Certificates(Clock& clock, database::Pool& database, JobStore& jobs, FolderVault& vault,
               async::Pool& disk, Examinations& examinations);

  /// The certificate as of now. Sound that has not been examined is examined soon, and not waited
  /// for. Errors: `not_found` when the user has no finished file of the item; those of the vault
  /// and the database.
  Task<Result<Certificate>> of(UserId user, ItemIdentifier item);

 private:
  Task<Result<std::vector<Job>>> finished_files(UserId user, ItemIdentifier item);
  Task<Result<std::vector<TapersFile>>> tapers_files(std::vector<Job> jobs);
  Task<Result<std::vector<Evidence>>> evidence(std::vector<Job> jobs,
                                               std::map<JobId, KeptHearing> hearings);

  Clock& clock_;
  database::Pool& database_;
  JobStore& jobs_;
  FolderVault& vault_;
  async::Pool& disk_;
  Examinations& examinations_;
};

}  // namespace tapedeck::download
