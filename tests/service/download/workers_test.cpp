// Two processes over one queue and one vault.

#include "service/download/deck.hpp"
#include "support/databases.hpp"

#include <boost/json/array.hpp>
#include <doctest/doctest.h>
#include <signal.h>

#include <cstdint>
#include <string>

using namespace tapedeck;
using namespace tapedeck::test;

namespace {

std::uint64_t at_work(Deck& deck) {
  const auto page = json_in(deck.get("/downloads?status=downloading"));
  return page.at("total").to_number<std::uint64_t>();
}

std::uint64_t sent_by_node(Site& archive) {
  std::uint64_t sent = 0;
  for (const auto& line : archive.log()) {
    if (line.at("host").as_string() == "node") sent += line.at("bytes").to_number<std::uint64_t>();
  }
  return sent;
}

}  // namespace

TEST_CASE("two processes share the work, one dies and comes back, and every file is fetched once" *
          doctest::skip(!has_postgresql())) {
  Deck deck(database::Dialect::postgresql);
  const auto files = deck.files(12);
  deck.archive().fault("node *.flac slow=150000");
  const auto second = deck.program().beside({"--download.worker=second"});
  REQUIRE(second->line_with({"\"listening\"", "\"download\""}));

  std::vector<std::string> jobs;
  for (const auto& [name, sha1] : files)
    jobs.push_back(deck.download(name));
  // Each process lets two files come at once.
  while (at_work(deck) < 4)
    CHECK(deck.get("/downloads?per_page=1").status == 200);
  CHECK(deck.end(SIGKILL) == -SIGKILL);
  deck.start_again();
  while (at_work(deck) < 4)
    CHECK(deck.get("/downloads?per_page=1").status == 200);
  deck.archive().control("DELETE", "/faults");
  // Those of the second process end, too, for who listens at the first.
  deck.wait_for(jobs, "completed");

  CHECK(deck.in_vault() == files);
  CHECK(deck.parts().empty());
  std::uint64_t whole = 0;
  const auto page = json_in(deck.get("/downloads?per_page=200"));
  for (const auto& download : page.at("downloads").as_array())
    whole += download.at("file_size").to_number<std::uint64_t>();
  // The two files that were broken off: what had not been flushed of them, and what the kernel held
  // for the killed process, is sent again.
  CHECK(sent_by_node(deck.archive()) <= whole + 2 * (std::uint64_t{2} << 20U));
  second->signal(SIGTERM);
  CHECK(second->wait() == 0);
}
