#pragma once

#include "http/server.hpp"

#include <cstddef>

namespace tapedeck::runtime {

/// How many files and sockets the process may have open now (RLIMIT_NOFILE).
[[nodiscard]] std::size_t open_files();

/// Lets the process have as many open as it is allowed to ask for, at most 65,536, and gives how
/// many that are. Before any thread, and before any server.
std::size_t raise_open_files();

/// What one server takes where the process may have `files` open: what it takes anyway, or less, so
/// that the last 256 (half of them, where there are fewer than 512) are left for music, downloads,
/// databases and the Archive, however many clients come.
[[nodiscard]] http::ServerLimits server_limits(std::size_t files);

}  // namespace tapedeck::runtime
