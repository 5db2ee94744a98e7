#pragma once

// Private to this library: the copy of a SQLite database from before a migration.

#include "base/result.hpp"

#include <cstdint>
#include <filesystem>
#include <string>

namespace tapedeck::database::detail {

/// Copies `database`, which has `migrations` rows in schema_versions, to
/// `<database>.before-<version>`, verifies the copy, and puts it in its place in one step.
///
/// The caller holds the write lock, so nothing is written meanwhile and no other process copies. A
/// copy that is there already stays when it is from before more migrations than ours: then another
/// service has migrated since, and that copy is the one to go back to.
///
/// Gives the copy's path. Errors: `storage_full`, `storage`; then no migration should begin.
Result<std::filesystem::path> copy_before(const std::filesystem::path& database,
                                          const std::string& version, std::int64_t migrations);

}  // namespace tapedeck::database::detail
