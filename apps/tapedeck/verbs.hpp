#pragma once

#include "runtime/settings.hpp"

#include <span>
#include <string_view>

namespace tapedeck::app {

/// What follows the program's name on the command line.
struct Verb {
  std::string_view name;
  std::string_view usage;    ///< What may follow it: "[--only SERVICE]...".
  std::string_view summary;  ///< One sentence without a full stop.
  /// Gives the exit code of the process. `line` is what follows the verb.
  int (*run)(runtime::CommandLine line);
};

/// Serves until it is told to stop.
int serve(runtime::CommandLine line);

/// Brings the tables of every service up to date, and ends.
int migrate(runtime::CommandLine line);

/// Prints every setting, its value and where it comes from.
int settings(runtime::CommandLine line);

/// Prints a document that is made from the program itself.
int print(runtime::CommandLine line);

/// Adds an account, in whatever way registering is closed.
int user(runtime::CommandLine line);
/// Does one piece of work on behalf of a service, with few rights, and ends: `media` reads a sound
/// file from standard input and writes its slice map to standard output, which is a pipe.
int worker(runtime::CommandLine line);

/// Prints the version.
int version(runtime::CommandLine line);

}  // namespace tapedeck::app
