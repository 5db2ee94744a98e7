// What libs/http serves beside the servers people know, in processes of their own on this machine.
//
// The measured servers take turns in short rounds, so that a neighbour on the machine hurts both
// sides of a comparison; a figure is the median of its rounds. CPU figures count the servers' own
// time alone and hold on a busy machine too. Prints one line of JSON a figure; the exit status is 0
// when all of them hold.

#include "contest.hpp"
#include "folder.hpp"
#include "nginx.hpp"

#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace tapedeck::bench;

constexpr std::size_t file_bytes = 50'000'000;
constexpr int idle_connections = 2'000;

std::string beside_us(const char* name) {
  return std::filesystem::read_symlink("/proc/self/exe").parent_path() / name;
}

/// A server of ours, which says its port itself.
Contender& ours(Contender& server) {
  const auto said = server.child.line();
  if (!said) throw std::runtime_error("http_server does not start; see its log");
  server.port = static_cast<std::uint16_t>(std::stoi(*said));
  return server;
}

std::vector<std::string> our_server(std::vector<std::string> words) {
  words.insert(words.begin(), beside_us("http_server"));
  return words;
}

bool hello(const Folder& folder) {
  Contender our(our_server({"hello"}), folder / "hello.log");
  ours(our);
  const auto port = free_port();
  Contender fastapi(
      {"/usr/bin/python3", "-m", "uvicorn", "--app-dir", TAPEDECK_BENCH_FOLDER, "fastapi_hello:app",
       "--host", "127.0.0.1", "--port", std::to_string(port), "--loop", "uvloop", "--http",
       "httptools", "--log-level", "warning", "--no-access-log"},
      folder / "uvicorn.log");
  fastapi.port = port;
  wait_for_port(port);
  take_turns(our, fastapi, "/hello", 64);
  const bool fast = show("http", "hello, requests/s beside FastAPI", ratio(our.rate, fastapi.rate),
                         Bar::at_least, 3);
  const bool cheap = show("http", "hello, CPU a request beside FastAPI",
                          ratio(our.cpu, fastapi.cpu), Bar::at_most, 1.0 / 3);
  return fast && cheap;
}

bool streaming(const Folder& folder) {
  const auto path = folder / "file";
  write_file(path, file_bytes);
  Contender our(our_server({"file", path}), folder / "file.log");
  ours(our);
  const auto port = free_port();
  const auto server =
      listening(port, "location / { root " + folder.path.string() + "; default_type audio/flac; }");
  Contender theirs(nginx(folder, "nginx-file", server), folder / "nginx-file.log");
  theirs.port = port;
  wait_for_port(port);
  take_turns(our, theirs, "/file", 50, {"Range: bytes=1000000-"}, &Load::bytes);
  const bool fast = show("http", "50 clients streaming with Range, bytes/s beside nginx",
                         ratio(our.rate, theirs.rate), Bar::at_least, 0.9);
  const bool cheap = show("http", "50 clients streaming with Range, CPU a byte beside nginx",
                          ratio(our.cpu, theirs.cpu), Bar::at_most, 1);
  return fast && cheap;
}

/// Opens connections that ask once and then keep quiet.
class IdleClients {
 public:
  IdleClients(std::uint16_t port, int count) {
    for (int i = 0; i < count; ++i) {
      sockets_.push_back(connect_to(port));
      constexpr std::string_view request = "GET /hello HTTP/1.1\r\nHost: bench\r\n\r\n";
      std::array<char, 4096> answer{};
      if (::send(sockets_.back(), request.data(), request.size(), MSG_NOSIGNAL) < 0 ||
          ::recv(sockets_.back(), answer.data(), answer.size(), 0) <= 0)
        throw std::runtime_error("no answer on an idle connection");
    }
  }
  ~IdleClients() {
    for (const int socket : sockets_)
      ::close(socket);
  }
  IdleClients(const IdleClients&) = delete;
  IdleClients& operator=(const IdleClients&) = delete;

 private:
  std::vector<int> sockets_;
};

bool idle(const Folder& folder) {
  constexpr rlimit files{.rlim_cur = 8192, .rlim_max = 8192};
  ::setrlimit(RLIMIT_NOFILE, &files);  // children inherit it
  Contender our(our_server({"hello"}), folder / "idle.log");
  ours(our);
  {
    const IdleClients warm(our.port, 16);
  }
  const auto before = our.child.anonymous_bytes();
  const IdleClients clients(our.port, idle_connections);
  const auto after = our.child.anonymous_bytes();
  const double each = static_cast<double>(after - before) / idle_connections;
  return print({.bench = "http",
                .figure = "an idle connection at 2,000",
                .value = each / 1024,
                .unit = "KiB",
                .sense = Bar::at_most,
                .bar = 8});
}

bool forwarding(const Folder& folder) {
  Contender behind(our_server({"answer"}), folder / "answer.log");
  ours(behind);
  Contender our(our_server({"forward", std::to_string(behind.port)}), folder / "forward.log");
  ours(our).helpers.push_back(&behind.child);

  NginxHops hops(folder, "/answer", 20'000);
  auto& theirs = hops.front();
  take_turns(our, theirs, "/answer", 64);
  const bool fast = show("http", "20 KB through two hops, requests/s beside nginx -> nginx",
                         ratio(our.rate, theirs.rate), Bar::at_least, 0.4);
  const bool even = show("http", "20 KB through two hops, p99 beside nginx -> nginx",
                         ratio(our.p99_ms, theirs.p99_ms), Bar::at_most, 3);
  const bool cheap = show("http", "20 KB through two hops, CPU a request beside nginx -> nginx",
                          ratio(our.cpu, theirs.cpu), Bar::at_most, 2.5);
  return fast && even && cheap;
}

}  // namespace

int main() {
  try {
    const Folder folder;
    const std::array holds{hello(folder), streaming(folder), idle(folder), forwarding(folder)};
    return std::ranges::all_of(holds, [](bool good) { return good; }) ? 0 : 1;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "bench http: %s\n", error.what());
    return 1;
  }
}
