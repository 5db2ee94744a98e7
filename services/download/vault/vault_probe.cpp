#include "download/vault/vault_probe.hpp"

namespace tapedeck::download {

Task<Result<void>> VaultProbe::examine(Deadline) {
  auto room = co_await vault_.room();
  if (!room) co_return failure(room);
  if (*room == 0) {
    co_return fail(Errc::storage_full,
                   "The vault's disk has less room left than disk.reserve keeps free.");
  }
  co_return Result<void>();
}

}  // namespace tapedeck::download
