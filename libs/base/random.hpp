#pragma once

#include <cstdint>
#include <span>

namespace tapedeck {

/// Fills `bytes` from the kernel's random source, good enough for keys and tokens.
/// Stops the process if the kernel has none, since nothing may go on with guessable secrets.
/// Any thread.
void fill_random(std::span<std::uint8_t> bytes);

}  // namespace tapedeck
