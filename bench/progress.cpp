// A thousand listeners, ten for each of a hundred users, hear of ten downloads: how soon, and what
// each of them costs in memory, at 8002 and through the gateway.
//
// A change is a piece of five kilobytes that has left the Archive's node; the node is played by
// this program, which notes the time just before it sends one. It is heard when a listener is told
// that so many bytes, or more, have come. In between lie the transfer, the disk, the row and the
// WebSocket, and that at most four changes a second are told of each job, which is most of the
// figure. Of all pieces of all files and all listeners of their owners the 99th percentile counts,
// and of three runs the median. Runs take turns, each with the program started anew; its memory is
// compared before the first and after the last listener's news.
//
// Prints one line of JSON a figure; the exit status is 0 when all of them hold.

#include "archive_item.hpp"
#include "collector.hpp"
#include "contest.hpp"
#include "folder.hpp"
#include "listeners.hpp"
#include "paced_archive.hpp"
#include "stalled.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <cstdio>
#include <exception>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

using namespace tapedeck::bench;

constexpr int users = 100;
constexpr int listeners_each = 10;
constexpr int jobs = 10;
constexpr int rounds = 3;

constexpr auto evening = "evening";
constexpr auto ballast = "ballast";
constexpr int ballast_files = 120;

enum class Door { download, gateway };

struct Measured {
  std::vector<double> p99_ms{};
  std::vector<double> kilobytes{};  ///< A listener.
};

/// How long after each piece was sent the listener knew of it, in milliseconds.
void add_delays(const std::vector<PacedArchive::Sent>& sent,
                const std::vector<Listeners::Heard>& heard, std::vector<double>& delays) {
  auto news = heard.begin();
  for (const auto& piece : sent) {
    news =
        std::find_if(news, heard.end(), [&](const auto& one) { return one.bytes >= piece.bytes; });
    if (news == heard.end()) throw std::runtime_error("a listener did not hear of all");
    delays.push_back(std::chrono::duration<double, std::milli>(news->at - piece.at).count());
  }
}

double p99_of(const PacedArchive& archive, const std::vector<Listeners::Listener>& listeners) {
  std::vector<double> delays;
  for (const auto& listener : listeners) {
    if (!listener.file.empty())
      add_delays(archive.sent(evening, listener.file), listener.heard, delays);
  }
  const auto at = delays.begin() + static_cast<std::ptrdiff_t>(delays.size() * 99 / 100);
  std::ranges::nth_element(delays, at);
  return *at;
}

std::string wish_for_file(const std::string& name) {
  return std::string(R"({"archive_identifier":")") + evening + R"(","filename":")" + name + R"("})";
}

/// One run of all listeners and all jobs, with the program started anew in `folder`.
void run_once(const std::string& folder, Door door, bool with_stalled, Measured& into) {
  const PacedArchive archive(evening, jobs, ballast, ballast_files, folder + "-");
  const DownloadDeck deck(archive.port(), folder);
  const std::vector<Collector> collectors = [&] {
    std::vector<Collector> all;
    for (int i = 0; i < users; ++i)
      all.emplace_back(deck);
    return all;
  }();
  const auto before = deck.program().anonymous_bytes();
  Listeners listeners;
  const auto port = door == Door::gateway ? deck.gateway_port() : deck.download_port();
  for (int user = 0; user < users; ++user) {
    for (int i = 0; i < listeners_each; ++i) {
      listeners.add(port, collectors[static_cast<std::size_t>(user)].id(), evening,
                    user < jobs ? numbered_name(user) : std::string());
    }
  }
  listeners.start();
  std::optional<Stalled> stalled;
  if (with_stalled) stalled.emplace(deck, collectors.front(), ballast);

  for (int user = 0; user < jobs; ++user) {
    collectors[static_cast<std::size_t>(user)].ask("POST", "/downloads",
                                                   wish_for_file(numbered_name(user)));
  }
  listeners.wait_for_completed(jobs * listeners_each);
  const auto after = deck.program().anonymous_bytes();
  if (stalled && !stalled->is_waited_for()) throw std::runtime_error("the stalled one is gone");
  into.p99_ms.push_back(p99_of(archive, listeners.stop()));
  into.kilobytes.push_back((static_cast<double>(after) - static_cast<double>(before)) / 1e3 /
                           (users * listeners_each));
}

bool show_one(const char* figure, double value, const char* unit, double bar) {
  return print({.bench = "progress", .figure = figure, .value = value, .unit = unit, .bar = bar});
}

}  // namespace

int main() {
  try {
    constexpr rlimit files{.rlim_cur = 8192, .rlim_max = 8192};
    ::setrlimit(RLIMIT_NOFILE, &files);  // the program inherits it
    const Folder folder;
    Measured near;
    Measured far;
    Measured beside_stalled;
    for (int round = 0; round < rounds; ++round) {
      const auto place = folder / std::to_string(round);
      run_once(place + "-download", Door::download, false, near);
      run_once(place + "-gateway", Door::gateway, false, far);
      run_once(place + "-stalled", Door::download, true, beside_stalled);
    }
    bool all = show_one("p99 of changes at 8002, 1,000 listeners", median(near.p99_ms), "ms", 300);
    all = show_one("p99 of changes through 8000", median(far.p99_ms), "ms", 300) && all;
    all = show_one("memory of a listener at 8002", median(near.kilobytes), "kB", 40) && all;
    all = show_one("memory of a listener through 8000", median(far.kilobytes), "kB", 80) && all;
    all = show("progress", "p99 of changes while one listener never reads, beside without it",
               ratio(beside_stalled.p99_ms, near.p99_ms), Bar::at_most, 1.1) &&
          all;
    return all ? 0 : 1;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "bench progress: %s\n", error.what());
    return 1;
  }
}
