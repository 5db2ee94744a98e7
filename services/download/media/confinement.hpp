#pragma once

#include "base/result.hpp"

#include <chrono>
#include <cstdint>

namespace tapedeck::download {

/// Whether address space can be limited: a sanitizer takes all there is for its own books.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define TAPEDECK_SANITIZED
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define TAPEDECK_SANITIZED
#endif
#endif
#ifdef TAPEDECK_SANITIZED
inline constexpr bool limits_memory = false;
#undef TAPEDECK_SANITIZED
#else
inline constexpr bool limits_memory = true;
#endif

/// How much of anything a process may use that reads a file from outside.
struct ChildLimits {
  std::uint64_t memory_bytes = std::uint64_t{512}
                               << 20;  ///< Of address space: several times what is used.
  std::chrono::seconds processor_time{600};
};

/// Gives up, for good, what a process needs no more that only reads open files and computes: new
/// files, sockets, other processes, signals to them, new privileges, core dumps, and growing
/// beyond `limits`. Descriptors above 2 are closed.
///
/// What is refused from now on fails with EPERM; too much processor time ends the process with
/// SIGXCPU, and a byte written to a regular file with SIGXFSZ. See `limits_memory` for address
/// space.
///
/// Errors: `internal` when the system will not have it so; then nothing from outside is to be read.
[[nodiscard]] Result<void> confine(const ChildLimits& limits);

}  // namespace tapedeck::download
