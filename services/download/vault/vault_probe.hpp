#pragma once

#include "download/core/ports.hpp"
#include "runtime/health.hpp"

namespace tapedeck::download {

/// Looks whether the vault is there and has room.
class VaultProbe final : public runtime::Probe {
 public:
  /// `vault` outlives the probe.
  explicit VaultProbe(Vault& vault) : vault_(vault) {}

  Task<Result<void>> examine(Deadline deadline) override;

 private:
  Vault& vault_;
};

}  // namespace tapedeck::download
