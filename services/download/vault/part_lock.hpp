#pragma once

#include "base/result.hpp"
#include "download/vault/beneath.hpp"

#include <cstdint>
#include <string>

namespace tapedeck::download {

// A part belongs to whoever has it open, among all processes that share a vault: one that was taken
// for dead, and is not, must not write beside the one that took its job over. The locks are those
// of flock(2): they end with the descriptor, however its process ends. A disk that knows no locks
// is of one process only. Everything blocks, but not for a lock.

enum class Hold : std::uint8_t {
  alone,
  together,  ///< With others who only read.
};

/// Holds an open file until its descriptor is closed. False when its name is another file's by now,
/// or nobody's: whoever had it has just given it its final name, or removed it. Errors: `timed_out`
/// when another process has it open; as beneath::system_error().
[[nodiscard]] Result<bool> hold(const beneath::Descriptor& folder, const std::string& name,
                                const beneath::Descriptor& file, Hold how);

/// Removes a part, if it is there. Errors: as of hold().
[[nodiscard]] Result<void> remove_part(const beneath::Descriptor& folder, const std::string& name);

}  // namespace tapedeck::download
