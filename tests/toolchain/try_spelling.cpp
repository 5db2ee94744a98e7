// try_spelling <name>: runs one spelling and exits with 0 when it did what it says. A program of
// its own for each run, because a wrong one may take its process with it.

#include "async/loop.hpp"
#include "async/task_group.hpp"
#include "toolchain/spelling.hpp"

#include <sys/resource.h>

#include <cstdio>

namespace {

using namespace tapedeck;
using namespace tapedeck::toolchain;

Task<void> keep(Task<std::string> task, std::string& into) { into = co_await std::move(task); }

int run(const Spelling& spelling) {
  std::string said;
  {
    async::Loop loop;
    async::TaskGroup group(loop.executor());
    group.spawn(keep(spelling.run(), said));
    while (loop.poll() > 0)
      continue;
  }
  if (said == long_text && Counted::alive == 0) return 0;
  std::fprintf(stderr, "it gave \"%s\" and left %d alive\n", said.c_str(), Counted::alive);
  return 1;
}

}  // namespace

int main(int argc, char** argv) {
  const rlimit no_core{0, 0};
  setrlimit(RLIMIT_CORE, &no_core);
  const std::string_view wanted = argc == 2 ? argv[1] : "";
  for (const auto& all : {wrong_spellings(), right_spellings()}) {
    for (const auto& spelling : all) {
      if (spelling.name == wanted) return run(spelling);
    }
  }
  std::fprintf(stderr, "there is no spelling called \"%s\"\n", argc == 2 ? argv[1] : "");
  return 2;
}
