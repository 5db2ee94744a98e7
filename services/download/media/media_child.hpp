#pragma once

#include "download/media/confinement.hpp"

namespace tapedeck::download {

/// How `tapedeck worker media` ends, as sysexits.h has it.
namespace media_exit {
constexpr int well = 0;
constexpr int bad_sound = 65;  ///< EX_DATAERR: its output is the sentence that says why.
constexpr int own_fault = 70;  ///< EX_SOFTWARE: it could not give up its rights.
constexpr int bad_disk = 74;   ///< EX_IOERR: the file could not be read.
}  // namespace media_exit

/// What the child does: reads the sound file open as `input`, writes its slice map as JSON to
/// `output`, and gives the exit code. Confines the process it is called in for good, before it
/// reads the first byte; call it once, and then end the process.
///
/// `output` is a pipe: the process may not write to files any more.
[[nodiscard]] int run_media_child(int input, int output, const ChildLimits& limits);

}  // namespace tapedeck::download
