#include "async/task_group.hpp"

#include "async/clock.hpp"
#include "async/loop.hpp"
#include "async/manual_clock.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

using namespace tapedeck;
using namespace tapedeck::async;
using namespace std::chrono_literals;

namespace {

struct Tally {
  int ended = 0;
  int cancelled = 0;
};

Task<void> sleeper(Clock& clock, Tally& tally) {
  auto slept = co_await clock.sleep_for(1h);
  ++tally.ended;
  if (!slept && slept.error().code == Errc::cancelled) ++tally.cancelled;
}

struct Count {
  Tally& tally;
  ~Count() { ++tally.ended; }
};

/// Overlooks that it was cancelled and waits again, for ever.
Task<void> stubborn(Clock& clock, Tally& tally) {
  const Count count{tally};
  for (;;)
    co_await clock.sleep_for(1h);
}

Task<void> throw_in_a_task() {
  throw std::logic_error("a bug");
  co_return;
}

Task<void> wait_for(TaskGroup& group, bool& joined) {
  co_await group.join();
  joined = true;
}

/// Joins a group of its own and then sleeps, as a handler does that asks many at once.
Task<void> join_and_sleep(Executor executor, Clock& clock, Tally& tally, Tally& asked) {
  TaskGroup asking(executor);
  asking.spawn(sleeper(clock, asked));
  co_await asking.join();
  co_await sleeper(clock, tally);
}

Task<void> note_its_start(Clock& clock, bool& started) {
  started = true;
  co_await clock.sleep_for(1h);
}

Task<void> spawn_and_look(TaskGroup& group, Clock& clock, bool& seen) {
  bool started = false;
  group.spawn(note_its_start(clock, started));
  seen = started;
  group.cancel();
  co_await group.join();
}

}  // namespace

TEST_CASE("a group that is cancelled ends every task at its wait") {
  Loop loop;
  ManualClock clock;
  TaskGroup group(loop.executor());
  TaskGroup watch(loop.executor());
  Tally tally;
  for (int i = 0; i < 3; ++i)
    group.spawn(sleeper(clock, tally));
  loop.poll();
  bool joined = false;
  watch.spawn(wait_for(group, joined));

  group.cancel();
  while (loop.poll() > 0) {
  }

  CHECK(tally.cancelled == 3);
  CHECK(joined);
  CHECK(clock.elapsed() == 0s);
}

TEST_CASE("a task that overlooks its cancellation is ended at its next wait") {
  Loop loop;
  ManualClock clock;
  TaskGroup group(loop.executor());
  Tally tally;
  group.spawn(stubborn(clock, tally));
  loop.poll();

  group.cancel();
  while (loop.poll() > 0) {
  }

  CHECK(tally.ended == 1);
  CHECK(group.size() == 0);
}

TEST_CASE("after a cancellation nothing new begins") {
  Loop loop;
  ManualClock clock;
  TaskGroup group(loop.executor());
  Tally tally;
  group.cancel();
  group.spawn(sleeper(clock, tally));
  while (loop.poll() > 0) {
  }
  CHECK(group.size() == 0);
  CHECK(tally.ended == 0);
}

TEST_CASE("a bug in a task comes out of the loop") {
  Loop loop;
  TaskGroup group(loop.executor());
  group.spawn(throw_in_a_task());
  CHECK_THROWS_AS(loop.poll(), std::logic_error);
  CHECK(group.size() == 0);
}

TEST_CASE("whoever has joined a group can still be cancelled afterwards") {
  Loop loop;
  ManualClock clock;
  TaskGroup group(loop.executor());
  Tally tally;
  Tally asked;
  group.spawn(join_and_sleep(loop.executor(), clock, tally, asked));
  clock.advance(loop, 90min);
  REQUIRE(asked.ended == 1);

  group.cancel();
  while (loop.poll() > 0) {
  }
  CHECK(tally.cancelled == 1);
  CHECK(group.size() == 0);
  clock.advance(loop, 2h);  // so that a test that fails ends
}

TEST_CASE(
    "whoever is cancelled while it joins waits for the tasks, and is ended at its next wait") {
  Loop loop;
  ManualClock clock;
  TaskGroup group(loop.executor());
  Tally tally;
  Tally asked;
  group.spawn(join_and_sleep(loop.executor(), clock, tally, asked));
  loop.poll();

  group.cancel();
  while (loop.poll() > 0) {
  }
  CHECK(group.size() == 1);
  clock.advance(loop, 90min);
  CHECK(asked.ended == 1);
  CHECK(asked.cancelled == 0);
  CHECK(tally.ended == 0);
  CHECK(group.size() == 0);
  clock.advance(loop, 2h);
}

TEST_CASE("a task that is spawned on its own loop has run to its first wait") {
  Loop loop;
  ManualClock clock;
  TaskGroup group(loop.executor());
  TaskGroup inner(loop.executor());
  bool seen = false;
  group.spawn(spawn_and_look(inner, clock, seen));
  while (loop.poll() > 0) {
  }
  CHECK(seen);
}
