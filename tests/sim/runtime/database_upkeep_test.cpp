#include "runtime/database_upkeep.hpp"

#include "async/loop.hpp"
#include "async/manual_clock.hpp"
#include "support/scratch_folder.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <string_view>
#include <thread>

using namespace tapedeck;
using namespace tapedeck::runtime;
using namespace std::chrono_literals;

namespace {

/// Counts how often the database has been tidied.
class Tidied final : public database::StatementObserver {
 public:
  void ran(std::string_view statement, std::chrono::nanoseconds,
           std::optional<Errc>) noexcept override {
    if (statement == "database.optimize") ++times;
  }

  std::atomic<int> times{0};
};

/// The database's threads are real: turns the loop until they have answered, for ten seconds at
/// most.
template <class Done>
bool turn_until(async::Loop& loop, Done done) {
  const auto latest = std::chrono::steady_clock::now() + 10s;
  while (!done() && std::chrono::steady_clock::now() < latest) {
    loop.poll();
    std::this_thread::yield();
  }
  return done();
}

}  // namespace

TEST_CASE("a service's database is tidied each minute until the service stops") {
  const test::ScratchFolder folder;
  Tidied tidied;
  async::Loop loop;
  async::ManualClock clock;
  database::Pool pool({.url = database::Url::of_file(folder.path() / "x.db").value()}, tidied);
  DatabaseUpkeep upkeep(loop.executor(), clock, pool, telemetry::Log("test"));
  async::TaskGroup stopping(loop.executor());

  upkeep.start();
  clock.advance(loop, 59s);
  CHECK(tidied.times == 0);
  clock.advance(loop, 1s);
  CHECK(turn_until(loop, [&] { return tidied.times == 1; }));
  stopping.spawn(upkeep.stop());
  CHECK(turn_until(loop, [&] { return stopping.size() == 0; }));
  clock.advance(loop, 10min);
  CHECK(tidied.times == 1);
}
