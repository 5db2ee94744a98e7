#pragma once

#include <cstdint>
#include <filesystem>

namespace tapedeck::bench {

/// A folder whose files are kept in memory alone. Throws when the machine has none with room for
/// `bytes`.
[[nodiscard]] std::filesystem::path memory_ground(std::uintmax_t bytes);

/// The folder for temporary files. Throws when it is not on a disk.
[[nodiscard]] std::filesystem::path disk_ground();

/// Writes out what the file system of `folder` has not written yet, so that no round pays for what
/// another has left behind.
void settle(const std::filesystem::path& folder);

}  // namespace tapedeck::bench
