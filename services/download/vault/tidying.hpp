#pragma once

#include "base/instant.hpp"
#include "base/result.hpp"

#include <cstdint>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

namespace tapedeck::download::tidying {

// The search for parts that nobody wants any more, in turns of one item, so that others get at the
// disk between. Everything blocks.

/// One folder of an item among the parts.
struct ItemFolder {
  std::vector<std::string> folders;  ///< From the vault down.
  bool is_old = false;  ///< Beside finished files, where parts lay once: nobody wants those.
};

/// All of them. Errors: `unavailable`; `storage`.
[[nodiscard]] Result<std::vector<ItemFolder>> item_folders(const std::filesystem::path& root);

/// Removes the parts in one folder that are none of `wanted` (VaultPath::text()), were last written
/// to before `since` and are not open in another process; and the folders that become empty. Gives
/// how many parts. Errors: as of beneath::system_error(); `unavailable`.
[[nodiscard]] Result<std::uint64_t> tidy_item(const std::filesystem::path& root,
                                              const ItemFolder& folder,
                                              const std::set<std::string>& wanted, Instant since);

}  // namespace tapedeck::download::tidying
