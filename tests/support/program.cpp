#include "support/program.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <stdexcept>
#include <utility>

namespace tapedeck::test {
namespace {

std::array<int, 2> make_pipe() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
  return ends;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> out;
  for (auto& text : texts)
    out.push_back(text.data());
  out.push_back(nullptr);
  return out;
}

}  // namespace

Program::Program(std::vector<std::string> arguments, std::map<std::string, std::string> environment,
                 const std::string& folder) {
  const auto out = make_pipe();
  const auto err = make_pipe();
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_addchdir_np(&actions, folder.c_str());
  ::posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  ::posix_spawn_file_actions_adddup2(&actions, out[1], 1);
  ::posix_spawn_file_actions_adddup2(&actions, err[1], 2);
  // Asio's sockets are inherited: a port that the test closes would stay open in the program.
  ::posix_spawn_file_actions_addclosefrom_np(&actions, 3);

  std::vector<std::string> variables{std::string("PATH=") + std::getenv("PATH")};
  for (const auto& [name, value] : environment)
    variables.emplace_back(name).append("=").append(value);
  auto argv = pointers(arguments);
  auto envp = pointers(variables);
  const int failed = ::posix_spawn(&pid_, argv[0], &actions, nullptr, argv.data(), envp.data());
  ::posix_spawn_file_actions_destroy(&actions);
  ::close(out[1]);
  ::close(err[1]);
  output_pipe_ = out[0];
  errors_pipe_ = err[0];
  if (failed != 0) throw std::runtime_error("cannot start " + arguments[0]);
}

Program::~Program() {
  if (!ended_) {
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }
  ::close(output_pipe_);
  ::close(errors_pipe_);
}

bool Program::read_more(std::chrono::steady_clock::time_point until) {
  std::array<pollfd, 2> watched{{{output_pipe_, POLLIN, 0}, {errors_pipe_, POLLIN, 0}}};
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
      until - std::chrono::steady_clock::now());
  if (left.count() <= 0) return false;
  if (::poll(watched.data(), watched.size(), static_cast<int>(left.count())) <= 0) return false;

  std::array<char, 16 * 1024> buffer{};
  bool more = false;
  for (std::size_t i = 0; i < watched.size(); ++i) {
    if (watched[i].revents == 0) continue;
    const auto got = ::read(watched[i].fd, buffer.data(), buffer.size());
    if (got <= 0) continue;
    (i == 0 ? output_ : errors_).append(buffer.data(), static_cast<std::size_t>(got));
    more = true;
  }
  return more;
}

std::optional<std::string> Program::line_with(std::vector<std::string_view> words) {
  const auto until = std::chrono::steady_clock::now() + patience;
  for (;;) {
    for (auto end = errors_.find('\n', looked_at_); end != std::string::npos;
         end = errors_.find('\n', looked_at_)) {
      auto line = errors_.substr(looked_at_, end - looked_at_);
      looked_at_ = end + 1;
      if (std::ranges::all_of(words, [&](auto word) { return line.contains(word); })) return line;
    }
    if (!read_more(until)) return std::nullopt;
  }
}

void Program::signal(int number) { ::kill(pid_, number); }

int Program::wait() {
  if (ended_) return *ended_;
  const auto until = std::chrono::steady_clock::now() + patience;
  while (read_more(until)) {
  }
  if (std::chrono::steady_clock::now() >= until) ::kill(pid_, SIGKILL);
  int status = 0;
  ::waitpid(pid_, &status, 0);
  ended_ = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  return *ended_;
}

}  // namespace tapedeck::test
