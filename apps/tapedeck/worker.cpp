#include "download/media/media_child.hpp"
#include "verbs.hpp"

#include <unistd.h>

#include <cstdio>

namespace tapedeck::app {

int worker(runtime::CommandLine line) {
  if (line.words.size() != 1 || line.words[0] != "media" || !line.flags.empty()) {
    std::fputs("Say which: media. The file is read from standard input.\n", stderr);
    return 64;
  }
  const int code = download::run_media_child(STDIN_FILENO, STDOUT_FILENO, download::ChildLimits());
  // Whatever a program does on its way out, this process may not do it any more.
  ::_exit(code);
}

}  // namespace tapedeck::app
