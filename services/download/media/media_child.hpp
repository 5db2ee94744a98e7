#pragma once

#include "download/media/confinement.hpp"

#include <chrono>
#include <cstdint>

namespace tapedeck::download {

/// How `tapedeck worker media` ends, as sysexits.h has it.
namespace media_exit {
constexpr int well = 0;
constexpr int bad_sound = 65;  ///< EX_DATAERR: its output is the sentence that says why.
constexpr int own_fault = 70;  ///< EX_SOFTWARE: it could not give up its rights.
constexpr int bad_disk = 74;   ///< EX_IOERR: the file could not be read.
}  // namespace media_exit

/// How much of the processor's time a file of this size is worth: a minute, and a second for every
/// MiB. A bomb is small and plays for ever. Of what there is, MP3 at 64 kbit/s takes longest for
/// its size: 0.25 s a MiB on a machine of 2026, FLAC of 24 bits at 96 kHz 0.02 s. A small ARM board
/// is a few times slower.
[[nodiscard]] std::chrono::seconds processor_time_for(std::uint64_t file_bytes);

/// What the child does: examines the sound file open as `input`, writes what examine() finds to
/// `output`, and gives the exit code. Confines the process it is called in for good, before it
/// reads the first byte, to `limits` or less (see above); call it once, and then end the process.
///
/// `output` is a pipe: the process may not write to files any more.
[[nodiscard]] int run_media_child(int input, int output, const ChildLimits& limits);

}  // namespace tapedeck::download
