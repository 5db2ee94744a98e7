#include "async/within.hpp"

#include "async/loop.hpp"
#include "async/manual_clock.hpp"
#include "async/task_group.hpp"

#include <doctest/doctest.h>

#include <optional>
#include <stdexcept>
#include <string>

using namespace tapedeck;
using namespace tapedeck::async;
using namespace std::chrono_literals;

namespace {

struct Ended {
  bool& flag;
  ~Ended() { flag = true; }
};

Task<Result<std::string>> answer_after(Clock& clock, std::chrono::milliseconds wait, bool& ended) {
  const Ended mark{ended};
  auto slept = co_await clock.sleep_for(wait);
  if (!slept) co_return failure(slept);
  co_return std::string("an answer");
}

Task<Result<std::string>> answer_by_throwing() {
  throw std::logic_error("a bug");
  co_return std::string();
}

Task<void> keep(Task<Result<std::string>> task, std::optional<Result<std::string>>& into) {
  into = co_await std::move(task);
}

struct Race {
  Loop loop;
  ManualClock clock;
  TaskGroup group{loop.executor()};
  bool ended = false;
  std::optional<Result<std::string>> result;

  void start(std::chrono::milliseconds work, std::chrono::milliseconds limit) {
    const auto deadline = Deadline::in(clock, limit);
    group.spawn(keep(within(clock, deadline, answer_after(clock, work, ended)), result));
  }
};

}  // namespace

TEST_CASE("work that ends before its deadline gives its answer at once") {
  Race race;
  race.start(1s, 10s);
  race.clock.run_until_idle(race.loop);
  REQUIRE(race.result);
  CHECK(*race.result == "an answer");
  CHECK(race.clock.elapsed() == 1s);
}

TEST_CASE("work that misses its deadline is cancelled and has ended when the caller hears of it") {
  Race race;
  race.start(1h, 10s);
  race.clock.run_until_idle(race.loop);
  REQUIRE(race.result);
  REQUIRE_FALSE(*race.result);
  CHECK(race.result->error().code == Errc::timed_out);
  CHECK(race.ended);
  CHECK(race.clock.elapsed() == 10s);
}

TEST_CASE("whoever is cancelled while waiting with a deadline hears that, not a time-out") {
  Race race;
  race.start(1h, 10h);
  race.loop.poll();
  race.group.cancel();
  while (race.loop.poll() > 0) {
  }
  CHECK(race.ended);
  CHECK(race.group.size() == 0);
  if (race.result) CHECK(race.result->error().code == Errc::cancelled);
}

TEST_CASE("a bug in the work reaches whoever waits for it") {
  Race race;
  race.group.spawn(
      keep(within(race.clock, Deadline::in(race.clock, 1h), answer_by_throwing()), race.result));
  CHECK_THROWS_AS(race.clock.run_until_idle(race.loop), std::logic_error);
}
