// A gigabyte and two thousand small files, each compared with its SHA-1, beside `aria2c` with
// checksums and beside `curl` and `openssl dgst`; and what ten thousand jobs in the queue cost in
// memory.
//
// The real program, release build, as an operator runs it, from the request to the news that the
// last file is in the vault. All fetch the same bytes from the same nginx, which plays the Archive;
// its files lie in memory. As many files at once as our limiter lets through, which is two; it
// keeps no distance between files. On a disk both are measured until their files are on it for
// sure. Prints one line of JSON a figure; the exit status is 0 when all of them hold.

#include "collector.hpp"
#include "command.hpp"
#include "contest.hpp"
#include "folder.hpp"
#include "grounds.hpp"
#include "nginx_archive.hpp"
#include "socket.hpp"

#include <chrono>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <functional>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

using namespace tapedeck::bench;
namespace fs = std::filesystem;

constexpr int rounds = 5;

constexpr std::uint64_t gigabyte = 1'000'000'000;
constexpr auto big = "big";

constexpr int small_count = 2'000;
constexpr std::uint64_t small_bytes = 20'000;
constexpr auto small = "small";

/// Memory for the files as they are served, and for two copies of them while one is thrown away.
constexpr std::uintmax_t room = 3 * gigabyte;

/// Where files are put, and whether they have to survive a power cut to count.
struct Ground {
  std::string name;
  Folder folder;
  bool synced;
};

/// One side's rounds.
struct Rounds {
  std::vector<double> rate;  ///< Files or bytes a second.
  std::vector<double> cpu;   ///< Seconds of CPU time.

  void add(double amount, const Spent& spent) {
    rate.push_back(amount / spent.seconds);
    cpu.push_back(spent.cpu_seconds);
  }
};

/// What the program spends until an item is in its vault, which is emptied after.
Spent ours(const DownloadDeck& deck, const Collector& user, const std::string& item, int files) {
  const auto cpu = deck.program().cpu_seconds();
  const auto begin = std::chrono::steady_clock::now();
  user.download(item, files);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  const Spent spent{took.count(), deck.program().cpu_seconds() - cpu};
  user.throw_away();
  return spent;
}

/// Runs commands that put files into the folder "theirs", which is emptied after.
class Rival {
 public:
  explicit Rival(const Ground& ground)
      : ground_(ground), to_(ground.folder / "theirs"), log_(ground.folder / "theirs.log") {}

  [[nodiscard]] const std::string& to() const { return to_; }

  /// `names` are the files it makes.
  [[nodiscard]] Spent spend(const std::vector<std::vector<std::string>>& commands,
                            const std::vector<std::string>& names) const {
    fs::create_directory(to_);
    Spent spent;
    for (const auto& command : commands)
      spent += run(command, log_);
    if (ground_.synced) spent += run(synced(names), log_);
    fs::remove_all(to_);
    return spent;
  }

 private:
  [[nodiscard]] std::vector<std::string> synced(const std::vector<std::string>& names) const {
    std::vector<std::string> command{"sync", to_};
    for (const auto& name : names)
      command.push_back(to_ + "/" + name);
    return command;
  }

  const Ground& ground_;
  std::string to_;
  std::string log_;
};

/// aria2c as fast as it gets: without room made on the disk before, and without a word.
std::vector<std::string> aria2c(const Rival& rival, const std::vector<std::string>& more) {
  std::vector<std::string> command{"aria2c",
                                   "--no-conf",
                                   "--dir=" + rival.to(),
                                   "--file-allocation=none",
                                   "--summary-interval=0",
                                   "--show-console-readout=false",
                                   "--console-log-level=error",
                                   "--download-result=hide"};
  command.insert(command.end(), more.begin(), more.end());
  return command;
}

bool one_file(const Ground& ground, const NginxArchive& archive, const ArchiveFile& file) {
  const DownloadDeck deck(archive.port(), ground.folder / "big");
  const Collector user(deck);
  const Rival rival(ground);
  const auto url = archive.url(big, file.name);
  const auto aria = aria2c(rival, {"--checksum=sha-1=" + file.sha1, url});
  const auto copy = rival.to() + "/" + file.name;
  const std::vector<std::vector<std::string>> plain{
      {"curl", "--silent", "--show-error", "--fail", "--location", "--output", copy, url},
      {"openssl", "dgst", "-sha1", copy}};

  Rounds us;
  Rounds them;
  Rounds plainly;
  const auto bytes = static_cast<double>(file.bytes);
  for (int round = 0; round < rounds; ++round) {
    settle(ground.folder.path);
    us.add(bytes, ours(deck, user, big, 1));
    settle(ground.folder.path);
    them.add(bytes, rival.spend({aria}, {file.name}));
    settle(ground.folder.path);
    plainly.add(bytes, rival.spend(plain, {file.name}));
  }
  const auto fast = "1 GB on " + ground.name + ", bytes/s beside aria2c --checksum=sha-1";
  const auto light = "1 GB on " + ground.name + ", CPU time beside curl and openssl dgst -sha1";
  const bool is_fast = show("download", fast.c_str(), ratio(us.rate, them.rate), Bar::at_least,
                            ground.synced ? 1.0 : 1.5);
  return show("download", light.c_str(), ratio(us.cpu, plainly.cpu), Bar::at_most, 1.1) && is_fast;
}

/// The list that `aria2c -i` reads.
std::string write_list(const Ground& ground, const NginxArchive& archive,
                       const std::vector<ArchiveFile>& files) {
  auto path = ground.folder / "list";
  std::ofstream list(path);
  for (const auto& file : files)
    list << archive.url(small, file.name) << "\n  checksum=sha-1=" << file.sha1 << "\n";
  return path;
}

bool many_files(const Ground& ground, const NginxArchive& archive,
                const std::vector<ArchiveFile>& files) {
  const DownloadDeck deck(archive.port(), ground.folder / "small");
  const Collector user(deck);
  const Rival rival(ground);
  const auto list = write_list(ground, archive, files);
  const auto aria = aria2c(rival, {"--input-file=" + list, "--max-concurrent-downloads=2"});
  std::vector<std::string> names;
  for (const auto& file : files)
    names.push_back(file.name);

  Rounds us;
  Rounds them;
  for (int round = 0; round < rounds; ++round) {
    settle(ground.folder.path);
    us.add(small_count, ours(deck, user, small, small_count));
    settle(ground.folder.path);
    them.add(small_count, rival.spend({aria}, names));
  }
  const auto figure = "2,000 files of 20 KB on " + ground.name + ", files/s beside aria2c -i";
  return show("download", figure.c_str(), ratio(us.rate, them.rate), Bar::at_least, 1.0);
}

/// Waits until two files come, which then take both turns there are.
void take_both_turns(const DownloadDeck& deck, const Collector& user) {
  Socket socket(deck.download_port(), user.id());
  user.ask("POST", "/downloads", wish_for(std::string(NginxArchive::slow)));
  std::set<std::string, std::less<>> coming;
  while (coming.size() < 2) {
    const auto message = socket.message();
    const bool comes = text_in(message, "status") == "downloading";
    if (text_in(message, "type") == "change" && comes) coming.emplace(text_in(message, "id"));
  }
}

bool memory_of_queue(const Folder& folder, NginxArchive& archive) {
  constexpr int recordings = 50;
  constexpr int files_each = 200;
  constexpr std::uint64_t flac = 30'000'000;
  archive.add(std::string(NginxArchive::slow), 2, 10'000'000);
  const DownloadDeck deck(archive.port(), folder / "queue");
  const Collector user(deck);
  take_both_turns(deck, user);
  const auto before = deck.program().anonymous_bytes();
  for (int i = 0; i < recordings; ++i) {
    const auto item = "queued" + std::to_string(i);
    archive.announce(item, promised_files(item, files_each, flac));
    user.ask("POST", "/downloads", wish_for(item));
  }
  const auto after = deck.program().anonymous_bytes();
  const auto waiting = number_in(user.ask("GET", "/downloads?status=pending&per_page=1"), "total");
  if (waiting != recordings * files_each) {
    throw std::runtime_error(std::to_string(waiting) + " jobs are in the queue");
  }
  return print({.bench = "download",
                .figure = "memory of 10,000 jobs in the queue",
                .value = (static_cast<double>(after) - static_cast<double>(before)) / 1e6,
                .unit = "MB",
                .beside = static_cast<double>(before) / 1e6,
                .sense = Bar::at_most,
                .bar = 30});
}

}  // namespace

int main() {
  try {
    const Folder served(memory_ground(room));
    NginxArchive archive(served);
    const auto one = archive.add(big, 1, gigabyte).front();
    const auto many = archive.add(small, small_count, small_bytes);
    const Ground memory{"tmpfs", Folder(memory_ground(2 * gigabyte)), false};
    const Ground disk{"a disk, synced", Folder(disk_ground()), true};
    bool all = memory_of_queue(memory.folder, archive);
    all = one_file(memory, archive, one) && all;
    all = many_files(memory, archive, many) && all;
    all = one_file(disk, archive, one) && all;
    return all ? 0 : 1;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "bench download: %s\n", error.what());
    return 1;
  }
}
