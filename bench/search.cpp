// A cached search through gateway and browse beside nginx -> nginx with a file of its size, and how
// often the Archive is asked when a thousand listeners want the same thing at once.
//
// The real program, release build, as an operator runs it but for its limits per user; the Archive
// is tools/fake_archive. Prints one line of JSON a figure; the exit status is 0 when all of them
// hold.

#include "contest.hpp"
#include "deck.hpp"
#include "folder.hpp"
#include "nginx.hpp"

#include <sys/resource.h>

#include <cstdio>
#include <exception>
#include <stdexcept>
#include <string>
#include <string_view>

namespace {

using namespace tapedeck::bench;

constexpr int connections = 64;
constexpr int listeners = 1'000;

// 50 results of the fake archive's long tour, about 20 KB.
constexpr auto path = "/browse/search";
constexpr auto wanted = "/browse/search?artist=night+ferry&sort=date&per_page=50";
constexpr auto cold = "/browse/search?artist=night+ferry&sort=date&per_page=50&page=2";

bool cached_search(const Folder& folder, Contender& deck, const std::string& user) {
  const auto answer = get(deck.port, wanted, user + "\r\n");
  if (!answer.starts_with("HTTP/1.1 200")) throw std::runtime_error("no search: " + answer);
  NginxHops hops(folder, path, answer.size() - answer.find("\r\n\r\n") - 4);
  auto& theirs = hops.front();
  take_turns(deck, theirs, wanted, connections, {user});
  const bool fast = show("search", "cached search, requests/s beside nginx -> nginx",
                         ratio(deck.rate, theirs.rate), Bar::at_least, 0.4);
  const bool even = show("search", "cached search, p99 beside nginx -> nginx",
                         ratio(deck.p99_ms, theirs.p99_ms), Bar::at_most, 3);
  return fast && even;
}

bool equal_cold_searches(const FakeArchive& archive, const Contender& deck,
                         const std::string& user) {
  archive.be_slow();
  const auto load = run_wrk(deck.port, cold, listeners, 4, {user});
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
    const FakeArchive archive(folder);
    const auto port = free_port();
    const auto browse_port = free_port();
    const DeckPorts ports{.gateway = port, .browse = browse_port};
    Contender deck(tapedeck_before(archive.port("archive"), folder / "data", ports),
                   folder / "tapedeck.log");
    deck.port = port;
    wait_for_port(port);
    wait_for_port(browse_port);
    const auto user = authorization();
    const bool fast = cached_search(folder, deck, user);
    const bool polite = equal_cold_searches(archive, deck, user);
    return fast && polite ? 0 : 1;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "bench search: %s\n", error.what());
    return 1;
  }
}
