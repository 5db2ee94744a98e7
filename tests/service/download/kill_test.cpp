// The collector pulls the plug, and plugs it in again.

#include "service/download/deck.hpp"

#include <boost/json/array.hpp>
#include <doctest/doctest.h>
#include <signal.h>

#include <charconv>
#include <cstdlib>
#include <random>
#include <string>
#include <string_view>
#include <vector>

using namespace tapedeck;
using namespace tapedeck::test;

namespace {

constexpr std::uint64_t mebibyte = 1U << 20U;

std::uint64_t first_byte(std::string_view range) {
  constexpr std::string_view unit = "bytes=";
  std::uint64_t first = 0;
  if (!range.starts_with(unit)) return 0;
  range.remove_prefix(unit.size());
  std::from_chars(range.data(), range.data() + range.size(), first);
  return first;
}

/// What the node of the archive was asked for and has sent.
struct Sent {
  std::string file;
  std::uint64_t first;
  std::uint64_t bytes;
};

std::vector<Sent> sent_by(Site& archive) {
  std::vector<Sent> all;
  for (const auto& line : archive.log()) {
    if (line.at("host").as_string() != "node") continue;
    const std::string target(line.at("target").as_string());
    all.push_back({target.substr(target.rfind('/') + 1),
                   first_byte(std::string_view(line.at("range").as_string())),
                   line.at("bytes").to_number<std::uint64_t>()});
  }
  return all;
}

std::vector<std::string> ask_for_all(Deck& deck, const std::map<std::string, std::string>& files) {
  std::vector<std::string> jobs;
  for (const auto& [name, sha1] : files)
    jobs.push_back(deck.download(name));
  return jobs;
}

unsigned seed_of_test() {
  const char* set = std::getenv("TAPEDECK_TEST_SEED");
  return set != nullptr ? static_cast<unsigned>(std::strtoul(set, nullptr, 10))
                        : std::random_device{}();
}

}  // namespace

TEST_CASE("killed at twenty random moments of ten downloads: nothing lost, wrong or twice") {
  const auto seed = seed_of_test();
  MESSAGE("TAPEDECK_TEST_SEED=", seed);
  std::minstd_rand dice(seed);
  Deck deck;
  const auto files = deck.files(10);
  // So slow that twenty lives are needed.
  deck.archive().fault("node *.flac slow=100000");
  const auto jobs = ask_for_all(deck, files);

  int deaths_at_work = 0;
  std::uint64_t worst = 0;
  std::size_t looked_at = 0;
  std::map<std::string, std::uint64_t> left;  // parts at the last death
  for (int death = 0; death <= 20; ++death) {
    if (death < 20) {
      // A moment is a number of answers, since a test does not sleep.
      for (auto polls = dice() % 150; polls > 0; --polls)
        CHECK(deck.get("/downloads?per_page=1").status == 200);
      CHECK(deck.end(SIGKILL) == -SIGKILL);
      const auto lines = sent_by(deck.archive());
      for (; looked_at < lines.size(); ++looked_at) {
        const auto& line = lines[looked_at];
        if (const auto had = left.extract(line.file); !had.empty() && had.mapped() > line.first) {
          worst = std::max(worst, had.mapped() - line.first);
        }
      }
      left = deck.parts();
      deaths_at_work += left.empty() ? 0 : 1;
      deck.start_again();
    } else {
      deck.archive().control("DELETE", "/faults");
      deck.wait_for(jobs, "completed");
    }
  }
  CHECK(deck.in_vault() == files);
  CHECK(deck.parts().empty());
  const auto page = json_in(deck.get("/downloads?per_page=200")).as_object();
  CHECK(page.at("total").to_number<std::size_t>() == files.size());
  CHECK(json_in(deck.get("/downloads?status=completed")).at("total").to_number<std::size_t>() ==
        files.size());
  CHECK(worst <= mebibyte);
  CHECK(deaths_at_work >= 10);

  std::uint64_t sent = 0;
  for (const auto& line : sent_by(deck.archive()))
    sent += line.bytes;
  std::uint64_t whole = 0;
  for (const auto& download : page.at("downloads").as_array())
    whole += download.at("file_size").to_number<std::uint64_t>();
  // Beside what was not flushed, the kernel's buffers of a killed program are lost.
  CHECK(sent <= whole + 20 * 2 * mebibyte);
  MESSAGE(deaths_at_work, " deaths at work; of ", whole, " bytes ", sent - whole,
          " were sent again; at most ", worst, " bytes on the disk were not trusted");
}

TEST_CASE("after Ctrl-C and a new start the downloads go on") {
  Deck deck;
  const auto files = deck.files(4);
  deck.archive().fault("node *.flac slow=150000");
  const auto jobs = ask_for_all(deck, files);
  deck.wait_for({jobs[0]}, "downloading");
  CHECK(deck.end(SIGINT) == 0);
  deck.archive().control("DELETE", "/faults");
  deck.start_again();
  deck.wait_for(jobs, "completed");
  CHECK(deck.in_vault() == files);
  CHECK(deck.parts().empty());
}

TEST_CASE("a folder that is not the vault any more keeps the rows, and says what is wrong") {
  Deck deck;
  const auto files = deck.files(1);
  const auto id = deck.download(files.begin()->first);
  deck.wait_for({id}, "completed");
  CHECK(deck.end(SIGTERM) == 0);
  const auto away = deck.vault().parent_path() / "unmounted";
  std::filesystem::rename(deck.vault(), away);
  deck.start_again();
  CHECK(json_in(deck.get("/downloads/" + id)).at("status").as_string() == "completed");
  const auto health =
      fetch(deck.program().url("download") + "/health", {Tapedeck::as(deck.user(), true)});
  CHECK(health.body.contains("The vault is not there"));
  CHECK(health.body.contains("\"ready\":true"));
  CHECK(deck.ask("DELETE", "/downloads/" + id + "?files=true", {}, deck.user()).status == 503);
  CHECK(deck.get("/downloads/" + id).status == 200);
  CHECK(std::filesystem::is_empty(deck.vault()));

  std::filesystem::remove(deck.vault());
  std::filesystem::rename(away, deck.vault());
  CHECK(deck.in_vault() == files);
}
