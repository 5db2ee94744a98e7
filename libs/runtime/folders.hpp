#pragma once

#include "base/result.hpp"
#include "runtime/shared_settings.hpp"

#include <filesystem>

namespace tapedeck::runtime {

/// Sets the process's umask, makes the data folder and the vault where they are missing, and proves
/// that both can be written. Blocks; for the start of the program.
/// Errors: `invalid` with a sentence that names the folder and the setting.
[[nodiscard]] Result<void> prepare_folders(const SharedSettings& settings);

/// Where the program's own pages lie: as set, else `../share/tapedeck` beside the program.
[[nodiscard]] std::filesystem::path share_folder(const SharedSettings& settings);

}  // namespace tapedeck::runtime
