#include "command.hpp"

#include "child.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <system_error>

namespace tapedeck::bench {
namespace {

double seconds_of(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

std::string end_of(const std::string& log) {
  constexpr std::size_t most = 1'000;
  std::ifstream file(log);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  return text.substr(text.size() - std::min(text.size(), most));
}

/// Started with both outputs at the end of `log`.
pid_t start(const std::vector<std::string>& command, const std::string& log) {
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, log.c_str(),
                                     O_WRONLY | O_CREAT | O_APPEND, 0644);
  ::posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO);
  std::vector<char*> words;
  for (const auto& word : command)
    words.push_back(const_cast<char*>(word.c_str()));
  words.push_back(nullptr);
  pid_t pid = -1;
  const int error = ::posix_spawnp(&pid, words.front(), &actions, nullptr, words.data(), environ);
  ::posix_spawn_file_actions_destroy(&actions);
  if (error != 0) throw std::system_error(error, std::generic_category(), command.front());
  return pid;
}

}  // namespace

Spent run(const std::vector<std::string>& command, const std::string& log) {
  const auto begin = std::chrono::steady_clock::now();
  const auto pid = start(command, log);
  int status = 0;
  rusage used{};
  while (::wait4(pid, &status, 0, &used) < 0) {
    if (errno != EINTR) throw std::system_error(errno, std::generic_category(), "wait4");
  }
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
    throw std::runtime_error(command.front() + " failed: " + end_of(log));
  }
  return {took.count(), seconds_of(used.ru_utime) + seconds_of(used.ru_stime)};
}

std::vector<std::string> sha1_of(const std::vector<std::string>& files, const std::string& log) {
  std::vector<std::string> command{"openssl", "dgst", "-sha1", "-r"};
  command.insert(command.end(), files.begin(), files.end());
  Child openssl(command, log);
  std::vector<std::string> sums;
  while (const auto line = openssl.line())
    sums.push_back(line->substr(0, line->find(' ')));
  if (sums.size() != files.size()) throw std::runtime_error("no sums: " + end_of(log));
  return sums;
}

}  // namespace tapedeck::bench
