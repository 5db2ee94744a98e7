// The cache in front of the Archive: a cached search through 8001 and through the gateway beside
// nginx and nginx -> nginx, reading metadata beside Boost.JSON's bare parse, and what a full cache
// costs in memory.
//
// The real program, release build; the Archive is tools/fake_archive. Prints one line of JSON a
// figure; the exit status is 0 when all of them hold.

#include "contest.hpp"
#include "deck.hpp"
#include "folder.hpp"
#include "full_cache.hpp"
#include "metadata.hpp"
#include "nginx.hpp"

#include <sys/resource.h>

#include <cstdio>
#include <exception>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

namespace {

using namespace tapedeck::bench;

constexpr int connections = 64;
constexpr std::uint64_t full = 256ULL << 20U;
constexpr std::string_view item = "gd1977-05-08.sbd.harbor.990101.flac16";

constexpr auto path = "/browse/search";
constexpr auto wanted = "/browse/search?artist=night+ferry&sort=date&per_page=50";

/// The program on ports of its own.
struct Deck {
  Deck(const FakeArchive& archive, const Folder& folder, const std::string& data)
      : gateway_port(free_port()),
        browse_port(free_port()),
        program(tapedeck_before(archive.port("archive"), folder / data,
                                {.gateway = gateway_port, .browse = browse_port}),
                folder / "tapedeck.log") {
    wait_for_port(gateway_port);
    wait_for_port(browse_port);
  }

  std::uint16_t gateway_port;
  std::uint16_t browse_port;
  Contender program;
};

bool through_browse(const Folder& folder, Deck& deck, const std::string& user) {
  const auto bytes = body_of(get(deck.browse_port, wanted, user + "\r\n")).size();
  const auto port = free_port();
  std::filesystem::create_directories(folder / "one/browse");
  write_file(folder / "one/browse/search", bytes);
  Contender theirs(nginx(folder, "one", listening(port, "root " + (folder / "one") + ";")),
                   folder / "one.log");
  theirs.port = port;
  wait_for_port(port);
  deck.program.port = deck.browse_port;
  take_turns(deck.program, theirs, wanted, connections, {user});
  return show("browse", "cached search through 8001, requests/s beside nginx",
              ratio(deck.program.rate, theirs.rate), Bar::at_least, 0.6);
}

bool through_gateway(const Folder& folder, Deck& deck, const std::string& user) {
  const auto bytes = body_of(get(deck.gateway_port, wanted, user + "\r\n")).size();
  NginxHops hops(folder, path, bytes);
  deck.program.port = deck.gateway_port;
  deck.program.rate.clear();
  take_turns(deck.program, hops.front(), wanted, connections, {user});
  return show("browse", "cached search through the gateway, requests/s beside nginx -> nginx",
              ratio(deck.program.rate, hops.front().rate), Bar::at_least, 0.4);
}

bool decoding(const FakeArchive& archive) {
  const auto metadata = body_of(get(archive.port("archive"), "/metadata/" + std::string(item)));
  const auto rate = decode_in_turns(metadata, std::string(item));
  return show("browse", "decoding metadata, bytes/s beside Boost.JSON's bare parse",
              {rate.ours / rate.bare, rate.bare}, Bar::at_least, 0.5);
}

void use(const Deck& deck, const std::string& target, const std::string& user) {
  if (body_of(get(deck.browse_port, target, user + "\r\n")).empty()) {
    throw std::runtime_error(target + " gave nothing");
  }
}

/// Anonymous memory of the program after some searches, with `data` for its data folder.
double memory_after_use(const FakeArchive& archive, const Folder& folder, const std::string& data,
                        const std::string& user) {
  const Deck deck(archive, folder, data);
  for (int page = 1; page <= 4; ++page)
    use(deck, std::string(wanted) + "&page=" + std::to_string(page), user);
  use(deck, "/browse/cache/stats", user);
  return static_cast<double>(deck.program.child.anonymous_bytes());
}

bool memory(const FakeArchive& archive, const Folder& folder, const std::string& user) {
  const auto empty = memory_after_use(archive, folder, "data", user);
  fill_cache(folder / "data/music_player.db", full);
  const auto filled = memory_after_use(archive, folder, "data", user);
  return show("browse", "memory with a full cache of 256 MB, beside a nearly empty one",
              {filled / empty, empty}, Bar::at_most, 1.2);
}

}  // namespace

int main() {
  try {
    constexpr rlimit files{.rlim_cur = 8192, .rlim_max = 8192};
    ::setrlimit(RLIMIT_NOFILE, &files);  // children inherit it
    const Folder folder;
    const FakeArchive archive(folder);
    const auto user = authorization();
    auto deck = std::make_unique<Deck>(archive, folder, "first");
    bool all = through_browse(folder, *deck, user);
    all = through_gateway(folder, *deck, user) && all;
    deck.reset();
    all = decoding(archive) && all;
    all = memory(archive, folder, user) && all;
    return all ? 0 : 1;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "bench browse: %s\n", error.what());
    return 1;
  }
}
