#pragma once

#include "base/result.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace tapedeck::download {

/// A program to run to its end.
struct ChildCommand {
  std::string program;                          ///< Its path; not looked for in PATH.
  std::vector<std::string> arguments;           ///< Behind its name.
  std::size_t most_output = 0;                  ///< In bytes; it is ended when it writes more.
  std::chrono::steady_clock::time_point until;  ///< It is ended when it still runs then.
};

/// How a program ended, and what it wrote.
struct ChildEnd {
  enum class How : std::uint8_t {
    exited,          ///< By itself; `code` is its exit code.
    signalled,       ///< `code` is the number of the signal.
    too_slow,        ///< Ended by us, at `until`.
    wrote_too_much,  ///< Ended by us.
    stopped,         ///< Ended by us, because we stop.
  };

  How how = How::exited;
  int code = 0;
  std::string output;
};

/// Runs `command` with `input` as its standard input, nothing in its environment and no other
/// descriptor of ours, and takes what it writes to standard output. Whatever happens, it has ended
/// when this returns. Blocks; for a pool.
///
/// `stop` is an eventfd: once it can be read, the program is ended.
/// Errors: `unavailable` when it cannot be started.
[[nodiscard]] Result<ChildEnd> run_child(const ChildCommand& command, int input, int stop);

}  // namespace tapedeck::download
