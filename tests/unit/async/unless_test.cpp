#include "async/unless.hpp"

#include "async/event.hpp"
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

struct Listening {
  Loop loop;
  ManualClock clock;
  TaskGroup group{loop.executor()};
  Event left{loop.executor()};
  bool came_to_rest = false;
  std::optional<Result<std::string>> heard;

  Task<Result<std::string>> song(std::chrono::milliseconds length) {
    struct Rest {
      bool& flag;
      ~Rest() { flag = true; }
    };
    const Rest rest{came_to_rest};
    auto played = co_await clock.sleep_for(length);
    if (!played) co_return failure(played);
    co_return std::string("the whole song");
  }

  Task<void> hear(Task<Result<std::string>> music) {
    heard = co_await unless(left.wait(), std::move(music));
  }

  void all_that_is_ready() {
    while (loop.poll() > 0) {
    }
  }
};

Task<Result<std::string>> broken_song() {
  throw std::logic_error("a bug");
  co_return std::string();
}

}  // namespace

TEST_CASE("work that nothing interrupts gives its answer") {
  Listening night;
  night.group.spawn(night.hear(night.song(3s)));
  night.clock.run_until_idle(night.loop);
  REQUIRE(night.heard);
  CHECK(*night.heard == "the whole song");
}

TEST_CASE("work that is interrupted has come to rest when that is told") {
  Listening night;
  night.group.spawn(night.hear(night.song(1h)));
  night.all_that_is_ready();
  CHECK_FALSE(night.heard);
  night.left.announce();
  night.all_that_is_ready();
  REQUIRE(night.heard);
  REQUIRE_FALSE(*night.heard);
  CHECK(night.heard->error().code == Errc::cancelled);
  CHECK(night.came_to_rest);
}

TEST_CASE("a bug in work that could be interrupted comes up at once") {
  Listening night;
  night.group.spawn(night.hear(broken_song()));
  CHECK_THROWS_AS(night.all_that_is_ready(), std::logic_error);
}
