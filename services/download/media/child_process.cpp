#include "download/media/child_process.hpp"

#include "download/media/descriptor.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <optional>
#include <system_error>
#include <utility>

namespace tapedeck::download {
namespace {

std::unexpected<Error> cannot_start(const std::string& what, int error) {
  return fail(Errc::unavailable, "The sound could not be looked at just now; try again later.",
              what + ": " + std::generic_category().message(error));
}

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (auto& text : texts)
    pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

/// Starts the program; 0, or the error's number.
int spawn(const ChildCommand& command, int input, int output, pid_t& pid) {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  if (const int error = ::posix_spawn_file_actions_init(&actions); error != 0) return error;
  if (const int error = ::posix_spawnattr_init(&attributes); error != 0) {
    ::posix_spawn_file_actions_destroy(&actions);
    return error;
  }
  // What a broken child says must not get into our log.
  int error = ::posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
  if (error == 0) error = ::posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
  if (error == 0)
    error = ::posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  if (error == 0) error = ::posix_spawn_file_actions_addclosefrom_np(&actions, 3);

  // A group of its own, so that Ctrl-C is ours alone; signals as a program expects them.
  sigset_t none;
  sigset_t all;
  ::sigemptyset(&none);
  ::sigfillset(&all);
  if (error == 0) error = ::posix_spawnattr_setsigmask(&attributes, &none);
  if (error == 0) error = ::posix_spawnattr_setsigdefault(&attributes, &all);
  if (error == 0)
    error = ::posix_spawnattr_setflags(
        &attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);

  std::vector<std::string> line{command.program};
  line.insert(line.end(), command.arguments.begin(), command.arguments.end());
  const auto argv = pointers_to(line);
  std::array<char*, 1> environment{nullptr};
  if (error == 0)
    error = ::posix_spawn(&pid, command.program.c_str(), &actions, &attributes, argv.data(),
                          environment.data());
  ::posix_spawnattr_destroy(&attributes);
  ::posix_spawn_file_actions_destroy(&actions);
  return error;
}

/// A program that runs, and what it has written so far. Ended and reaped by finish().
class Running {
 public:
  Running(pid_t pid, int output, int exits, int stop)
      : pid_(pid), output_(output), exits_(exits), stop_(stop) {}

  ChildEnd finish(const ChildCommand& command) {
    const auto cut_short = follow(command);
    if (cut_short) ::kill(pid_, SIGKILL);
    int status = 0;
    while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
    }
    ChildEnd end{.output = std::move(written_)};
    if (cut_short) {
      end.how = *cut_short;
    } else if (WIFEXITED(status)) {
      end.code = WEXITSTATUS(status);
    } else {
      end.how = ChildEnd::How::signalled;
      end.code = WTERMSIG(status);
    }
    return end;
  }

 private:
  /// Follows the program to its end; why it is to be ended before, if it is.
  std::optional<ChildEnd::How> follow(const ChildCommand& command) {
    bool writes = true;
    for (;;) {
      // Once it writes no more, only its end is waited for.
      std::array<pollfd, 2> watched{{{stop_, POLLIN, 0}, {writes ? output_ : exits_, POLLIN, 0}}};
      const auto left = std::chrono::ceil<std::chrono::milliseconds>(
          command.until - std::chrono::steady_clock::now());
      if (left.count() <= 0) return ChildEnd::How::too_slow;
      constexpr std::chrono::milliseconds longest{60'000};  // an int holds it
      if (::poll(watched.data(), watched.size(),
                 static_cast<int>(std::min(left, longest).count())) <= 0)
        continue;
      if (watched[0].revents != 0) return ChildEnd::How::stopped;
      if (watched[1].revents == 0) continue;
      if (!writes) return std::nullopt;
      writes = read_more();
      if (written_.size() > command.most_output) return ChildEnd::How::wrote_too_much;
    }
  }

  /// Takes what can be read; false once there will be no more.
  bool read_more() {
    std::array<char, 64 * 1024> buffer;
    const auto got = ::read(output_, buffer.data(), buffer.size());
    if (got < 0) return errno == EINTR || errno == EAGAIN;
    written_.append(buffer.data(), static_cast<std::size_t>(got));
    return got > 0;
  }

  pid_t pid_;
  int output_;
  int exits_;
  int stop_;
  std::string written_;
};

}  // namespace

Result<ChildEnd> run_child(const ChildCommand& command, int input, int stop) {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return cannot_start("pipe", errno);
  const Descriptor output(ends[0]);
  Descriptor theirs(ends[1]);
  pid_t pid = -1;
  if (const int error = spawn(command, input, theirs.number(), pid); error != 0)
    return cannot_start(command.program, error);
  theirs.close();
  // Not pidfd_open() of glibc 2.36, whose header forgets that it is C.
  const Descriptor exits(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)));
  if (exits.number() < 0) {
    const int error = errno;
    ::kill(pid, SIGKILL);
    ::waitpid(pid, nullptr, 0);
    return cannot_start("pidfd_open", error);
  }
  return Running(pid, output.number(), exits.number(), stop).finish(command);
}

}  // namespace tapedeck::download
