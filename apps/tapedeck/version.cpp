#include "runtime/version.hpp"

#include "verbs.hpp"

#include <cstdio>
#include <string>

namespace tapedeck::app {

int version(runtime::CommandLine) {
  std::printf("tapedeck %s\n", std::string(runtime::version).c_str());
  return 0;
}

}  // namespace tapedeck::app
