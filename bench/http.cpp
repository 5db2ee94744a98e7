// What libs/http serves beside the servers people know, in processes of their own on this machine.
//
// The measured servers take turns in short rounds, so that a neighbour on the machine hurts both
// sides of a comparison; a figure is the median of its rounds. CPU figures count the servers' own
// time alone and hold on a busy machine too. Prints one line of JSON a figure; the exit status is 0
// when all of them hold.

#include "child.hpp"
#include "figure.hpp"
#include "wrk.hpp"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace tapedeck::bench;

constexpr int rounds = 7;
constexpr int seconds_a_round = 2;
constexpr std::size_t file_bytes = 50'000'000;
constexpr int idle_connections = 2'000;

double median(std::vector<double> values) {
  std::ranges::sort(values);
  return values.at(values.size() / 2);
}

struct Folder {
  Folder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "tapedeck-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
    path = pattern;
  }
  ~Folder() { std::filesystem::remove_all(path); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  [[nodiscard]] std::string operator/(std::string_view name) const { return path / name; }

  std::filesystem::path path;
};

/// One server, its port, and what its rounds have measured.
struct Contender {
  Contender(const std::vector<std::string>& command, const std::string& log)
      : child(command, log) {}

  Child child;
  std::uint16_t port = 0;
  std::vector<const Child*> helpers;  ///< Processes behind it whose CPU time is its own.
  std::vector<double> rate{};         ///< What is compared: requests or bytes a second.
  std::vector<double> p99_ms{};
  std::vector<double> cpu{};  ///< Seconds of CPU time for each of them.
};

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

double cpu_of(const Contender& server) {
  double seconds = server.child.cpu_seconds();
  for (const auto* helper : server.helpers)
    seconds += helper->cpu_seconds();
  return seconds;
}

/// One round of one server. `amount` picks what is compared out of the load.
void measure(Contender& server, const std::string& target, int connections,
             const std::vector<std::string>& fields, double Load::* amount) {
  const double before = cpu_of(server);
  const auto load = run_wrk(server.port, target, connections, seconds_a_round, fields);
  const double used = cpu_of(server) - before;
  if (!load.clean) throw std::runtime_error("errors under load at " + target);
  server.rate.push_back(load.*amount / load.seconds);
  server.p99_ms.push_back(load.p99_ms);
  server.cpu.push_back(used / load.*amount);
}

void take_turns(Contender& one, Contender& other, const std::string& target, int connections,
                const std::vector<std::string>& fields = {},
                double Load::* amount = &Load::requests) {
  for (auto* server : {&one, &other}) {
    const auto warm = run_wrk(server->port, target, connections, 1, fields);
    if (!warm.clean) throw std::runtime_error("errors while warming up at " + target);
  }
  for (int round = 0; round < rounds; ++round) {
    measure(one, target, connections, fields, amount);
    measure(other, target, connections, fields, amount);
  }
}

struct Ratio {
  double value;
  double beside;
};

/// The median over the rounds of ours beside theirs: the two of a round ran one after the other, so
/// that both met the same neighbours.
Ratio ratio(const std::vector<double>& ours_measured, const std::vector<double>& theirs) {
  std::vector<double> ratios;
  for (std::size_t round = 0; round < theirs.size(); ++round)
    ratios.push_back(ours_measured.at(round) / theirs.at(round));
  return {median(ratios), median(theirs)};
}

bool show(const char* figure, Ratio measured, Bar sense, double bar) {
  return print({.bench = "http",
                .figure = figure,
                .value = measured.value,
                .unit = "x",
                .beside = measured.beside,
                .sense = sense,
                .bar = bar});
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
  const bool fast =
      show("hello, requests/s beside FastAPI", ratio(our.rate, fastapi.rate), Bar::at_least, 3);
  const bool cheap = show("hello, CPU a request beside FastAPI", ratio(our.cpu, fastapi.cpu),
                          Bar::at_most, 1.0 / 3);
  return fast && cheap;
}

std::string nginx_config(const Folder& folder, const std::string& name, std::string_view servers) {
  const std::string base = folder / name;
  std::ofstream config(base + ".conf");
  // Root's nginx would serve as another user, who cannot read our folder.
  if (::geteuid() == 0) config << "user root;\n";
  config << "worker_processes 2; daemon off; pid " << base << ".pid; error_log " << base
         << ".err;\nevents { worker_connections 4096; }\nhttp { access_log " << base
         << ".access; sendfile on; tcp_nopush on; keepalive_requests 100000000;\n"
            "default_type application/json;\n";
  for (const auto* kind : {"client_body", "proxy", "fastcgi", "uwsgi", "scgi"})
    config << kind << "_temp_path " << base << "." << kind << ";\n";
  config << servers << "}\n";
  return base + ".conf";
}

std::vector<std::string> nginx(const std::string& config) {
  return {"/usr/sbin/nginx", "-c", config, "-e", config + ".err"};
}

std::string listening(std::uint16_t port, const std::string& inside) {
  return "server { listen 127.0.0.1:" + std::to_string(port) + " backlog=4096; " + inside + " }\n";
}

void write_file(const std::string& path, std::size_t bytes) {
  std::ofstream file(path, std::ios::binary);
  std::string block;
  for (std::uint32_t i = 0; block.size() < 1'000'000; ++i)
    block += static_cast<char>(i * 2654435761U >> 24U);
  for (std::size_t written = 0; written < bytes; written += block.size())
    file.write(block.data(), static_cast<std::streamsize>(std::min(block.size(), bytes - written)));
}

bool streaming(const Folder& folder) {
  const auto path = folder / "file";
  write_file(path, file_bytes);
  Contender our(our_server({"file", path}), folder / "file.log");
  ours(our);
  const auto port = free_port();
  const auto config = nginx_config(folder, "nginx-file",
                                   listening(port, "location / { root " + folder.path.string() +
                                                       "; default_type audio/flac; }"));
  Contender theirs(nginx(config), folder / "nginx-file.log");
  theirs.port = port;
  wait_for_port(port);
  take_turns(our, theirs, "/file", 50, {"Range: bytes=1000000-"}, &Load::bytes);
  const bool fast = show("50 clients streaming with Range, bytes/s beside nginx",
                         ratio(our.rate, theirs.rate), Bar::at_least, 0.9);
  const bool cheap = show("50 clients streaming with Range, CPU a byte beside nginx",
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

  const auto back_port = free_port();
  const auto front_port = free_port();
  std::filesystem::create_directory(folder / "www");
  write_file(folder / "www/answer", 20'000);
  const auto back =
      nginx_config(folder, "nginx-back", listening(back_port, "root " + (folder / "www") + ";"));
  const auto front =
      nginx_config(folder, "nginx-front",
                   "upstream back { server 127.0.0.1:" + std::to_string(back_port) +
                       "; keepalive 64; " + "keepalive_requests 100000000; }\n" +
                       listening(front_port,
                                 "location / { proxy_pass http://back; proxy_http_version 1.1; "
                                 "proxy_set_header Connection \"\"; }"));
  Contender nginx_behind(nginx(back), folder / "nginx-back.log");
  Contender theirs(nginx(front), folder / "nginx-front.log");
  theirs.port = front_port;
  theirs.helpers.push_back(&nginx_behind.child);
  wait_for_port(back_port);
  wait_for_port(front_port);

  take_turns(our, theirs, "/answer", 64);
  const bool fast = show("20 KB through two hops, requests/s beside nginx -> nginx",
                         ratio(our.rate, theirs.rate), Bar::at_least, 0.4);
  const bool even = show("20 KB through two hops, p99 beside nginx -> nginx",
                         ratio(our.p99_ms, theirs.p99_ms), Bar::at_most, 3);
  const bool cheap = show("20 KB through two hops, CPU a request beside nginx -> nginx",
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
