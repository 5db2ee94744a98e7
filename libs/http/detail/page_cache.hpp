#pragma once

#include "async/clock.hpp"
#include "async/pool.hpp"
#include "async/task.hpp"

#include <cstdint>

namespace tapedeck::http::detail {

/// Some bytes of an open file.
struct FilePart {
  int descriptor = -1;
  std::uint64_t first = 0;
  std::uint64_t bytes = 0;
};

/// Whether the kernel has the first and the last byte in memory, and so in all likelihood those
/// between, which it reads in this order. False where the file system cannot say.
[[nodiscard]] bool in_memory(const FilePart& part) noexcept;

/// Has `pool` read the part, so that sending it needs no disk; waits up to a minute while the pool
/// has enough to do. Errors: `storage` when the disk fails or the file has become shorter,
/// `unavailable` when the pool never had time, `cancelled`.
Task<Result<void>> bring_into_memory(async::Pool& pool, Clock& clock, FilePart part);

}  // namespace tapedeck::http::detail
