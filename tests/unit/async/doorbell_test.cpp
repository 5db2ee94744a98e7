#include "async/doorbell.hpp"

#include "async/await.hpp"
#include "async/loop.hpp"
#include "async/manual_clock.hpp"
#include "async/task_group.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <thread>

using namespace tapedeck;
using namespace tapedeck::async;

namespace {

Task<Result<int>> count_to(Doorbell& bell, std::atomic<int>& counter, int goal) {
  while (counter.load() < goal) {
    auto rung = co_await bell.wait();
    if (!rung) co_return failure(rung);
  }
  co_return counter.load();
}

Task<void> answer_the_door(Doorbell& bell, int& answered, int& cancelled) {
  auto rung = co_await bell.wait();
  if (rung) ++answered;
  if (!rung && rung.error().code == Errc::cancelled) ++cancelled;
}

}  // namespace

TEST_CASE("a coroutine is woken from another thread and misses no change") {
  LoopThread home("home");
  Doorbell bell(home.executor());
  std::atomic<int> counter{0};
  std::thread visitor([&] {
    for (int i = 0; i < 1'000; ++i) {
      ++counter;
      bell.ring();
    }
  });
  const auto seen = await(home.executor(), count_to(bell, counter, 1'000));
  visitor.join();
  REQUIRE(seen);
  CHECK(*seen == 1'000);
}

TEST_CASE("a ring before the wait is remembered, once") {
  Loop loop;
  Doorbell bell(loop.executor());
  TaskGroup group(loop.executor());
  int answered = 0;
  int cancelled = 0;
  bell.ring();
  bell.ring();
  loop.poll();

  group.spawn(answer_the_door(bell, answered, cancelled));
  loop.poll();
  CHECK(answered == 1);

  group.spawn(answer_the_door(bell, answered, cancelled));
  loop.poll();
  CHECK(answered == 1);

  group.cancel();
  while (loop.poll() > 0) {
  }
  CHECK(cancelled == 1);
}

TEST_CASE("a ring may arrive after its bell has gone") {
  Loop loop;
  {
    Doorbell bell(loop.executor());
    bell.ring();
  }
  CHECK(loop.poll() == 1);
}
