#include "download/media/confinement.hpp"

#include "support/scratch_folder.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <string_view>
#include <vector>

using namespace tapedeck;
using namespace tapedeck::download;
using namespace tapedeck::test;
using namespace std::chrono_literals;

namespace {

/// What a process of its own, confined, makes of `act`: its exit code, or minus a signal's number.
template <class Act>
int confined(Act act, ChildLimits limits = {}) {
  const auto pid = ::fork();
  if (pid == 0) {
    if (!confine(limits)) ::_exit(99);
    ::_exit(act());
  }
  int status = 0;
  ::waitpid(pid, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

/// 0 when a call was refused with EPERM, 1 when it went through, 2 when it failed otherwise.
int refused(long result) {
  if (result >= 0) return 1;
  return errno == EPERM ? 0 : 2;
}

}  // namespace

TEST_CASE("a confined process may compute and take memory, and that is all") {
  struct Case {
    std::string_view why;
    int (*act)();
  };
  static std::string secret;
  const ScratchFolder folder;
  secret = folder.file("secret", "not yours");
  // clang-format off
  const auto cases = std::vector<Case>{
      {"open a file",            [] { return refused(::open(secret.c_str(), O_RDONLY)); }},
      {"make a file",            [] { return refused(::open("/tmp/tapedeck-made", O_CREAT | O_WRONLY, 0600)); }},
      {"remove a file",          [] { return refused(::unlink(secret.c_str())); }},
      {"open a socket",          [] { return refused(::socket(AF_INET, SOCK_STREAM, 0)); }},
      {"open a socket for IPv6", [] { return refused(::socket(AF_INET6, SOCK_DGRAM, 0)); }},
      {"open a local socket",    [] { return refused(::socket(AF_UNIX, SOCK_STREAM, 0)); }},
      {"start a process",        [] { return refused(::fork()); }},
      {"become a program",       [] { char* none = nullptr; return refused(::execve("/bin/true", &none, &none)); }},
      {"end another process",    [] { return refused(::kill(::getppid(), SIGTERM)); }},
      {"make memory code",       [] { return ::mmap(nullptr, 4'096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED && errno == EPERM ? 0 : 1; }},
      {"widen its limits again", [] { return refused(::prctl(PR_SET_DUMPABLE, 1, 0, 0, 0)); }},
  };
  // clang-format on
  for (const auto& c : cases) {
    CAPTURE(c.why);
    CHECK(confined(c.act) == 0);
  }
  CHECK(confined([] { return static_cast<int>(std::vector<char>(1'000'000, 1).back()); }) == 1);
}

TEST_CASE("a confined process keeps no descriptor but its first three") {
  const int mine = ::open("/dev/null", O_RDONLY);
  REQUIRE(mine > 2);
  static int number;
  number = mine;
  CHECK(confined([] { return ::close(number) == 0 ? 1 : 0; }) == 0);
  ::close(mine);
}

TEST_CASE("a confined process that computes without end is ended") {
  ChildLimits limits;
  limits.processor_time = 1s;
  const auto loop = [] {
    for (std::atomic<unsigned> count = 0;; ++count) {
    }
    return 0;
  };
  CHECK(confined(loop, limits) == -SIGXCPU);
}

TEST_CASE("a confined process cannot fill a disk") {
  const ScratchFolder folder;
  const auto path = folder.file("out", "");
  static int file;
  file = ::open(path.c_str(), O_WRONLY);
  REQUIRE(file >= 0);
  const auto write_to_it = [] { return ::write(1, "x", 1) == 1 ? 1 : 0; };
  const auto pid = ::fork();
  if (pid == 0) {
    ::dup2(file, 1);
    if (!confine({})) ::_exit(99);
    ::_exit(write_to_it());
  }
  int status = 0;
  ::waitpid(pid, &status, 0);
  CHECK(WIFSIGNALED(status));
  CHECK(WTERMSIG(status) == SIGXFSZ);
  ::close(file);
}

TEST_CASE("a confined process gets no more memory than its limit") {
  if (!limits_memory) return;  // the release build's tests have it
  ChildLimits limits;
  limits.memory_bytes = std::uint64_t{256} << 20;
  const auto take = [] {
    const auto* memory = ::mmap(nullptr, std::size_t{300} << 20, PROT_READ | PROT_WRITE,
                                MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return memory == MAP_FAILED && errno == ENOMEM ? 0 : 1;
  };
  CHECK(confined(take, limits) == 0);
}
