#pragma once

#include "base/result.hpp"
#include "fake_archive/fake_archive.hpp"

#include <optional>

namespace tapedeck::fake_archive {

/// Reads the command line and the catalogue that it names; `fake_archive --help` says how.
///
/// Nothing when there is nothing to start: help or the table of faults was asked for, and has been
/// printed. Errors: `invalid` for the command line, and whatever opening the catalogue gives.
[[nodiscard]] Result<std::optional<Setup>> read_options(int argc, char** argv);

}  // namespace tapedeck::fake_archive
