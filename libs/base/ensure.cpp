#include "base/ensure.hpp"

#include <cstdio>
#include <cstdlib>

namespace tapedeck {

void ensure(bool condition, const char* why, std::source_location where) {
  if (condition) return;
  std::fprintf(stderr, "%s:%u: broken assumption: %s\n", where.file_name(), where.line(), why);
  std::abort();
}

}  // namespace tapedeck
