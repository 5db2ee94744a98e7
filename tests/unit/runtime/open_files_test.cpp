#include "runtime/open_files.hpp"

#include <doctest/doctest.h>
#include <sys/resource.h>

#include <array>
#include <cstddef>

using namespace tapedeck;
using namespace tapedeck::runtime;

TEST_CASE("clients leave the last open files of a process to its own work") {
  struct Case {
    std::size_t files, connections, of_one_address;
    int last_descriptor;
  };
  const auto cases = std::to_array<Case>({
      {65'536, 10'000, 2'500, 65'279},
      {4'096, 3'840, 960, 3'839},
      {1'024, 768, 192, 767},
      {256, 128, 32, 127},
  });
  for (const auto& c : cases) {
    CAPTURE(c.files);
    const auto limits = server_limits(c.files);
    CHECK(limits.connections == c.connections);
    CHECK(limits.connections_per_address == c.of_one_address);
    CHECK(limits.last_descriptor == c.last_descriptor);
  }
}

TEST_CASE("a process has as many files open as it may ask for") {
  rlimit before{};
  REQUIRE(::getrlimit(RLIMIT_NOFILE, &before) == 0);
  auto few = before;
  few.rlim_cur = 512;
  REQUIRE(::setrlimit(RLIMIT_NOFILE, &few) == 0);
  CHECK(open_files() == 512);
  const auto raised = raise_open_files();
  CHECK(raised == open_files());
  CHECK(raised == (before.rlim_max < 65'536 ? before.rlim_max : 65'536));
  ::setrlimit(RLIMIT_NOFILE, &before);
}
