// A cached search through gateway and browse beside nginx -> nginx with a file of its size, and how
// often the Archive is asked when a thousand listeners want the same thing at once.
//
// The real program, release build, as an operator runs it but for its limits per user; the Archive
// is tools/fake_archive. Prints one line of JSON a figure; the exit status is 0 when all of them
// hold.

#include "async/clock.hpp"
#include "base/uuid.hpp"
#include "contest.hpp"
#include "folder.hpp"
#include "identity/access_token.hpp"
#include "nginx.hpp"

#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace tapedeck;
using namespace tapedeck::bench;

constexpr int connections = 64;
constexpr int listeners = 1'000;
constexpr std::string_view secret = "a jwt secret of the benches, forty bytes long";

// 50 results of the fake archive's long tour, about 20 KB.
constexpr auto path = "/browse/search";
constexpr auto wanted = "/browse/search?artist=night+ferry&sort=date&per_page=50";
constexpr auto cold = "/browse/search?artist=night+ferry&sort=date&per_page=50&page=2";

std::string of_the_build(const char* program) {
  return std::filesystem::read_symlink("/proc/self/exe").parent_path().parent_path() / program;
}

std::string token() {
  static const SystemClock clock;
  auto key = identity::Secret::from_text(std::string(secret));
  if (!key) throw std::runtime_error("the bench's secret is no secret");
  identity::AccessKeys keys{std::move(*key)};
  const identity::AccessTokens tokens(std::move(keys), clock);
  return tokens.issue(UserId::make(), SessionId::make(), false).text;
}

/// One request on a connection of its own, read to its end.
std::string ask(std::uint16_t port, const std::string& request) {
  const int socket = connect_to(port);
  std::string answer;
  std::array<char, 64 * 1024> buffer{};
  ::send(socket, request.data(), request.size(), MSG_NOSIGNAL);
  for (auto got = ::recv(socket, buffer.data(), buffer.size(), 0); got > 0;
       got = ::recv(socket, buffer.data(), buffer.size(), 0))
    answer.append(buffer.data(), static_cast<std::size_t>(got));
  ::close(socket);
  return answer;
}

std::string get(std::uint16_t port, std::string_view target, const std::string& field = {}) {
  return ask(port, "GET " + std::string(target) + " HTTP/1.1\r\nHost: bench\r\n" + field +
                       "Connection: close\r\n\r\n");
}

/// The fake archive, and its ports out of the one line that it says: {"archive":1,…}.
class Archive {
 public:
  explicit Archive(const Folder& folder)
      : child_({of_the_build("tools/fake_archive/fake_archive"), "--port", "0", "--node-port", "0",
                "--control-port", "0"},
               folder / "archive.log"),
        line_(child_.line().value_or("nothing")) {}

  [[nodiscard]] std::uint16_t port(std::string_view name) const {
    const auto at = line_.find("\"" + std::string(name) + "\":");
    if (at == std::string::npos) throw std::runtime_error("the fake archive says: " + line_);
    return static_cast<std::uint16_t>(std::stoi(line_.substr(at + name.size() + 3)));
  }

  /// Answers searches after two seconds, and counts them from now on.
  void be_slow() const {
    constexpr std::string_view fault = "\"/advancedsearch.php delay=2000\"";
    const std::string head = " HTTP/1.1\r\nHost: bench\r\nConnection: close\r\n";
    ask(port("control"), "POST /faults" + head + "Content-Length: " + std::to_string(fault.size()) +
                             "\r\n\r\n" + std::string(fault));
    ask(port("control"), "DELETE /log" + head + "\r\n");
  }

  [[nodiscard]] int searches() const {
    const auto log = get(port("control"), "/log");
    constexpr std::string_view seen = "\"target\":\"/advancedsearch.php";
    int count = 0;
    for (auto at = log.find(seen); at != std::string::npos; at = log.find(seen, at + 1))
      ++count;
    return count;
  }

 private:
  Child child_;
  std::string line_;
};

std::vector<std::string> tapedeck_before(const Archive& archive, const Folder& folder,
                                         std::uint16_t port, std::uint16_t browse_port) {
  return {"/usr/bin/env",
          "JWT_SECRET_KEY=" + std::string(secret),
          "TAPEDECK_DATA_FOLDER=" + (folder / "data"),
          "TAPEDECK_DOWNLOADS_FOLDER=" + (folder / "downloads"),
          "TAPEDECK_ARCHIVE_URL=http://127.0.0.1:" + std::to_string(archive.port("archive")),
          of_the_build("bin/tapedeck"),
          "serve",
          "--gateway.address=127.0.0.1",
          "--gateway.user_rate=0",
          "--gateway.port=" + std::to_string(port),
          "--browse.port=" + std::to_string(browse_port),
          "--download.port=0",
          "--aggregation.port=0"};
}

bool cached_search(const Folder& folder, Contender& deck, const std::string& authorization) {
  const auto answer = get(deck.port, wanted, authorization + "\r\n");
  if (!answer.starts_with("HTTP/1.1 200")) throw std::runtime_error("no search: " + answer);
  NginxHops hops(folder, path, answer.size() - answer.find("\r\n\r\n") - 4);
  auto& theirs = hops.front();
  take_turns(deck, theirs, wanted, connections, {authorization});
  const bool fast = show("search", "cached search, requests/s beside nginx -> nginx",
                         ratio(deck.rate, theirs.rate), Bar::at_least, 0.4);
  const bool even = show("search", "cached search, p99 beside nginx -> nginx",
                         ratio(deck.p99_ms, theirs.p99_ms), Bar::at_most, 3);
  return fast && even;
}

bool equal_cold_searches(const Archive& archive, const Contender& deck,
                         const std::string& authorization) {
  archive.be_slow();
  const auto load = run_wrk(deck.port, cold, listeners, 4, {authorization});
  if (!load.clean) throw std::runtime_error("errors among the cold searches");
  return print({.bench = "search",
                .figure = "requests to the Archive for 1,000 equal cold searches at once",
                .value = static_cast<double>(archive.searches()),
                .unit = "requests",
                .sense = Bar::at_most,
                .bar = 1});
}

}  // namespace

int main() {
  try {
    constexpr rlimit files{.rlim_cur = 8192, .rlim_max = 8192};
    ::setrlimit(RLIMIT_NOFILE, &files);  // children inherit it
    const Folder folder;
    const Archive archive(folder);
    const auto port = free_port();
    const auto browse_port = free_port();
    Contender deck(tapedeck_before(archive, folder, port, browse_port), folder / "tapedeck.log");
    deck.port = port;
    wait_for_port(port);
    wait_for_port(browse_port);
    const auto authorization = "Authorization: Bearer " + token();
    const bool fast = cached_search(folder, deck, authorization);
    const bool polite = equal_cold_searches(archive, deck, authorization);
    return fast && polite ? 0 : 1;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "bench search: %s\n", error.what());
    return 1;
  }
}
