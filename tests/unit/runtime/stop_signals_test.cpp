#include "runtime/stop_signals.hpp"

#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <string>

using namespace std::chrono_literals;
using tapedeck::runtime::StopSignals;

TEST_CASE("a program whose threads never come back is ended, and says so") {
  std::array<int, 2> errors{};
  REQUIRE(::pipe(errors.data()) == 0);
  const auto child = ::fork();
  if (child == 0) {
    ::dup2(errors[1], STDERR_FILENO);
    StopSignals::end_within(20ms);
    for (;;)
      ::pause();
  }
  REQUIRE(child > 0);
  ::close(errors[1]);
  std::string said(256, '\0');
  said.resize(static_cast<std::size_t>(std::max<ssize_t>(0, ::read(errors[0], said.data(), 256))));
  ::close(errors[0]);
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  REQUIRE(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 1);
  CHECK(said.contains("could not stop in time"));
}
