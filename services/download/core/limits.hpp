#pragma once

#include <chrono>

namespace tapedeck::download {

/// What the operator allows.
struct Limits {
  /// So long what was removed lies in the vault's trash.
  std::chrono::milliseconds trash_time = std::chrono::days{14};
};

}  // namespace tapedeck::download
