#pragma once

#include <source_location>

namespace tapedeck {

/// Stops the process when an assumption of ours is broken; says where and why on standard error.
///
/// For bugs only, never for input: what comes from outside is a Result. Kept in release builds,
/// since going on with a broken assumption is how files are lost.
void ensure(bool condition, const char* why,
            std::source_location where = std::source_location::current());

}  // namespace tapedeck
