#include "child.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <system_error>
#include <thread>

namespace tapedeck::bench {

namespace {

using namespace std::chrono_literals;

void check(bool good, const std::string& doing) {
  if (!good) throw std::system_error(errno, std::generic_category(), doing);
}

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

int try_to_connect(std::uint16_t port) {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  check(socket >= 0, "socket");
  const auto address = loopback(port);
  if (::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0)
    return socket;
  const int error = errno;
  ::close(socket);
  errno = error;
  return -1;
}

/// User and system time of one process, in clock ticks: fields 14 and 15 of proc(5) stat.
long ticks_of(pid_t pid) {
  std::ifstream file("/proc/" + std::to_string(pid) + "/stat");
  std::string text;
  std::getline(file, text);
  std::istringstream fields(text.substr(std::min(text.size(), text.rfind(')') + 1)));
  std::string skipped;
  for (int field = 3; field < 14; ++field)
    fields >> skipped;
  long user = 0;
  long system = 0;
  fields >> user >> system;
  return user + system;
}

}  // namespace

Child::Child(const std::vector<std::string>& command, const std::string& log) {
  int ends[2];
  check(::pipe2(ends, O_CLOEXEC) == 0, "pipe");
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  ::posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, log.c_str(),
                                     O_WRONLY | O_CREAT | O_APPEND, 0644);
  std::vector<char*> words;
  for (const auto& word : command)
    words.push_back(const_cast<char*>(word.c_str()));
  words.push_back(nullptr);
  const int error = ::posix_spawnp(&pid_, words.front(), &actions, nullptr, words.data(), environ);
  ::posix_spawn_file_actions_destroy(&actions);
  ::close(ends[1]);
  output_ = ends[0];
  if (error != 0) throw std::system_error(error, std::generic_category(), command.front());
}

Child::~Child() {
  ::close(output_);
  ::kill(pid_, SIGTERM);
  for (int tries = 0; tries < 500; ++tries) {
    if (::waitpid(pid_, nullptr, WNOHANG) != 0) return;
    std::this_thread::sleep_for(10ms);
  }
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
}

std::optional<std::string> Child::line() {
  std::string line;
  for (char byte = 0; ::read(output_, &byte, 1) == 1; line += byte)
    if (byte == '\n') return line;
  return std::nullopt;
}

std::vector<pid_t> Child::family() const {
  std::vector<pid_t> all{pid_};
  for (std::size_t next = 0; next < all.size(); ++next) {
    const auto pid = std::to_string(all[next]);
    std::ifstream children("/proc/" + pid + "/task/" + pid + "/children");
    for (pid_t child = 0; children >> child;)
      all.push_back(child);
  }
  return all;
}

double Child::cpu_seconds() const {
  long ticks = 0;
  for (const auto pid : family())
    ticks += ticks_of(pid);
  return static_cast<double>(ticks) / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

std::uint64_t Child::anonymous_bytes() const {
  std::uint64_t kibibytes = 0;
  for (const auto pid : family()) {
    std::ifstream status("/proc/" + std::to_string(pid) + "/status");
    for (std::string word; status >> word;) {
      std::uint64_t value = 0;
      if (word == "RssAnon:" && status >> value) kibibytes += value;
    }
  }
  return kibibytes * 1024;
}

std::uint16_t free_port() {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  check(socket >= 0, "socket");
  auto address = loopback(0);
  socklen_t size = sizeof address;
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  check(::bind(socket, generic, size) == 0 && ::getsockname(socket, generic, &size) == 0, "bind");
  ::close(socket);
  return ntohs(address.sin_port);
}

void wait_for_port(std::uint16_t port) {
  for (int tries = 0; tries < 1500; ++tries) {
    const int socket = try_to_connect(port);
    if (socket >= 0) {
      ::close(socket);
      return;
    }
    std::this_thread::sleep_for(10ms);
  }
  throw std::runtime_error("nobody listens on port " + std::to_string(port));
}

int connect_to(std::uint16_t port) {
  const int socket = try_to_connect(port);
  check(socket >= 0, "connect to port " + std::to_string(port));
  return socket;
}

}  // namespace tapedeck::bench
