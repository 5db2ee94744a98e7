#include "async/clock.hpp"

#include "async/await.hpp"
#include "async/manual_clock.hpp"
#include "async/task_group.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace tapedeck;
using namespace tapedeck::async;
using namespace std::chrono_literals;

namespace {

Task<void> note_after(Clock& clock, std::chrono::milliseconds wait, std::string& notes, char note) {
  auto slept = co_await clock.sleep_for(wait);
  if (slept) notes += note;
}

}  // namespace

TEST_CASE("on virtual time sleepers wake in order and nobody really waits") {
  Loop loop;
  ManualClock clock;
  TaskGroup group(loop.executor());
  std::string notes;
  group.spawn(note_after(clock, 24h * 30, notes, 'c'));
  group.spawn(note_after(clock, 1h, notes, 'b'));
  group.spawn(note_after(clock, 1ms, notes, 'a'));

  clock.run_until_idle(loop);

  CHECK(notes == "abc");
  CHECK(clock.elapsed() == 24h * 30);
  CHECK(group.size() == 0);
}

TEST_CASE("a manual clock goes on only as far as it is told") {
  Loop loop;
  ManualClock clock;
  TaskGroup group(loop.executor());
  std::string notes;
  group.spawn(note_after(clock, 10s, notes, 'a'));
  group.spawn(note_after(clock, 20s, notes, 'b'));

  clock.advance(loop, 15s);
  CHECK(notes == "a");

  clock.advance(loop, 5s);
  CHECK(notes == "ab");
}

TEST_CASE("on virtual time a thousand waits of a microsecond are a millisecond of the day") {
  Loop loop;
  ManualClock clock;
  const auto before = clock.now();
  for (int i = 0; i < 1'000; ++i)
    clock.advance(loop, 1us);
  CHECK(clock.now() == before + 1ms);
}

TEST_CASE("a step of the time of day wakes nobody") {
  Loop loop;
  ManualClock clock;
  TaskGroup group(loop.executor());
  std::string notes;
  group.spawn(note_after(clock, 10s, notes, 'a'));
  loop.poll();

  clock.step_time_of_day(24h * 365);
  loop.poll();
  CHECK(notes.empty());

  clock.advance(loop, 10s);
  CHECK(notes == "a");
}

TEST_CASE("the system clock waits at least as long as it was asked to") {
  LoopThread thread("clock");
  SystemClock clock;
  const auto before = clock.ticks();
  CHECK(await(thread.executor(), clock.sleep_for(2ms)));
  CHECK(clock.ticks() - before >= 2ms);
}

TEST_CASE("the sooner of two deadlines counts") {
  ManualClock clock;
  const auto soon = Deadline::in(clock, 1s);
  const auto late = Deadline::in(clock, 1min);
  CHECK(late.or_sooner(soon).at() == soon.at());
  CHECK(soon.or_sooner(late).at() == soon.at());
  CHECK(soon.left(clock) == 1s);
  CHECK_FALSE(soon.passed(clock));
}
