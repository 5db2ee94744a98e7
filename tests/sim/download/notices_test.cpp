#include "download/core/notices.hpp"

#include "support/download_world.hpp"
#include "support/second_worker.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <string>
#include <vector>

using namespace tapedeck;
using namespace tapedeck::test;
using namespace std::chrono_literals;
using download::JobAction;
using download::JobStatus;
using download::Notice;
using download::Notices;

namespace {

/// Keeps what it is given, and when.
class PlayedMessenger final : public download::Messenger {
 public:
  void send(Notice notice) override { notices.push_back(std::move(notice)); }

  std::vector<Notice> notices;
};

/// A world whose notices somebody hears.
struct ToldWorld {
  ToldWorld() {
    world.watchers.add(notices);
    notices.start();
  }
  ~ToldWorld() {
    world.watchers.remove(notices);
    world.end(notices);
  }
  ToldWorld(const ToldWorld&) = delete;
  ToldWorld& operator=(const ToldWorld&) = delete;

  const std::vector<Notice>& heard() const { return messenger.notices; }

  DownloadWorld world;
  PlayedMessenger messenger;
  Notices notices{world.clock, world.store, messenger, world.loop.executor(),
                  telemetry::Log("notices")};
};

}  // namespace

TEST_CASE("a recording of many files is one notice, when the last of them is there") {
  ToldWorld told;
  auto& world = told.world;
  for (const auto* name : {"t1.flac", "t2.flac", "t3.flac"})
    world.archive.file(name, 100'000);
  for (const auto* name : {"t1.flac", "t2.flac", "t3.flac"})
    world.download(name);
  world.run_until_idle();
  REQUIRE(told.heard().size() == 1);
  const auto& notice = told.heard().front();
  CHECK(notice.user == world.user);
  CHECK(notice.ended.group.item.text() == DownloadWorld::item);
  CHECK(notice.ended.group.completed == 3);
  CHECK_FALSE(notice.ended.failed);
}

TEST_CASE("files that are asked for one after the other are one notice") {
  ToldWorld told;
  auto& world = told.world;
  for (const auto* name : {"t1.flac", "t2.flac"}) {
    world.archive.file(name, 1'000);
    world.download(name);
    world.clock.advance(world.loop, 2s);
  }
  CHECK(told.heard().empty());
  world.clock.advance(world.loop, 2s);
  REQUIRE(told.heard().size() == 1);
  CHECK(told.heard()[0].ended.group.completed == 2);
}

TEST_CASE("a failure is told when the others of its recording have ended, with its reason") {
  ToldWorld told;
  auto& world = told.world;
  world.archive.file("t1.flac", 1'000).answers(404);
  world.archive.file("t2.flac", 1'000).answers(503, {{"Retry-After", "600"}});
  const auto failing = world.download("t1.flac");
  world.download("t2.flac");
  world.clock.advance(world.loop, 5min);
  CHECK(world.status(failing) == JobStatus::failed);
  CHECK(told.heard().empty());
  world.run_until_idle();
  REQUIRE(told.heard().size() == 1);
  const auto& notice = told.heard().back();
  CHECK(notice.ended.group.completed == 1);
  CHECK(notice.ended.group.failed == 1);
  REQUIRE(notice.ended.failed);
  CHECK(notice.ended.failed->file.text() == "t1.flac");
  CHECK(notice.ended.failed->error == "The Archive does not have this file any more.");
}

TEST_CASE("what its user cancels or pauses is no news") {
  ToldWorld told;
  auto& world = told.world;
  world.archive.file("t1.flac", 1'000).answers(503, {{"Retry-After", "600"}});
  const auto job = world.download("t1.flac");
  world.clock.advance(world.loop, 5s);
  REQUIRE(world.wait_for(world.queue->act_on(world.user, job, JobAction::pause)));
  world.clock.advance(world.loop, 1h);
  REQUIRE(world.wait_for(world.queue->act_on(world.user, job, JobAction::cancel)));
  world.run_until_idle();
  CHECK(told.heard().empty());
}

TEST_CASE("the same recording of two users is a notice for each") {
  ToldWorld told;
  auto& world = told.world;
  world.archive.file("t1.flac", 1'000);
  world.download("t1.flac");
  world.download_as(UserId::make(), "t1.flac");
  world.run_until_idle();
  CHECK(told.heard().size() == 2);
}

TEST_CASE("a file that was tried again is told of again") {
  ToldWorld told;
  auto& world = told.world;
  world.archive.file("t1.flac", 1'000).answers(404);
  const auto job = world.download("t1.flac");
  world.run_until_idle();
  REQUIRE(told.heard().size() == 1);
  REQUIRE(world.wait_for(world.queue->act_on(world.user, job, JobAction::retry)));
  world.run_until_idle();
  REQUIRE(told.heard().size() == 2);
  CHECK(told.heard()[1].ended.group.completed == 1);
  CHECK_FALSE(told.heard()[1].ended.failed);
}

TEST_CASE("two processes that end a recording together tell of it once") {
  ToldWorld told;
  auto& world = told.world;
  SecondWorker second(world);
  PlayedMessenger other;
  Notices others(world.clock, second.store, other, world.loop.executor(), telemetry::Log("others"));
  world.watchers.add(others);  // as if the second process had ended files of it, too
  others.start();
  for (const auto* name : {"t1.flac", "t2.flac", "t3.flac", "t4.flac"}) {
    world.archive.file(name, 1'000);
    world.download(name);
  }
  world.clock.advance(world.loop, 1min);
  CHECK(told.heard().size() + other.notices.size() == 1);
  world.watchers.remove(others);
  world.end(others);
}

TEST_CASE("a database that is away makes a notice late, and not lost") {
  ToldWorld told;
  auto& world = told.world;
  world.archive.file("t1.flac", 1'000);
  world.download("t1.flac");
  world.clock.advance(world.loop, 1s);
  world.store.is_away(true);
  world.clock.advance(world.loop, 1min);
  CHECK(told.heard().empty());
  world.store.is_away(false);
  world.run_until_idle();
  CHECK(told.heard().size() == 1);
}
