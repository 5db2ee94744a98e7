#pragma once

#include "base/result.hpp"
#include "identity/secret.hpp"
#include "runtime/shared_settings.hpp"

#include <optional>

namespace tapedeck::runtime {

/// The secrets of a process: what the settings say, else what is kept in the data folder, made
/// there on the first start.
struct Secrets {
  identity::Secret jwt;
  std::optional<identity::Secret> previous_jwt;
  identity::Secret service;
};

/// Reads or makes them, before anything can verify a token. Blocks; for the start of the program.
/// Errors: `invalid` with a sentence that names the file; `storage`.
[[nodiscard]] Result<Secrets> load_secrets(const SharedSettings& settings);

}  // namespace tapedeck::runtime
