#pragma once

#include "download/core/ports.hpp"

namespace tapedeck::download {

/// Takes the finished file of a job that is gone, or was cancelled, out of the vault: its name, and
/// its bytes into the trash, unless somebody else has them. Errors: those of the vault and the
/// store.
[[nodiscard]] Task<Result<void>> give_up_file(Vault& vault, JobStore& store, Job job);

/// Moves finished bytes into the trash, unless somebody else has them. Errors as above.
[[nodiscard]] Task<Result<void>> give_up_bytes(Vault& vault, JobStore& store, Content content);

}  // namespace tapedeck::download
