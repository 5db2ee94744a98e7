#include "async/within.hpp"
#include "support/download_world.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <vector>

using namespace tapedeck;
using namespace tapedeck::test;
using namespace std::chrono_literals;
using download::JobAction;
using download::JobStatus;
using download::WaitingFor;

namespace {

/// Ten files of every item.
std::vector<std::string> ten_files(DownloadWorld& world, std::size_t bytes) {
  std::vector<std::string> names;
  for (int i = 0; i < 10; ++i) {
    names.push_back("t" + std::to_string(i) + ".flac");
    world.archive.file(names.back(), bytes);
  }
  return names;
}

/// Ten files of one item, all asked for.
std::vector<JobId> ten_downloads(DownloadWorld& world, std::size_t bytes) {
  std::vector<JobId> jobs;
  for (const auto& file : ten_files(world, bytes))
    jobs.push_back(world.download(file));
  return jobs;
}

}  // namespace

TEST_CASE("two clicks on one button are one job and one transfer") {
  DownloadWorld world;
  world.archive.file("d1t01.flac", 1'000);
  const auto first = world.download("d1t01.flac");
  const auto second = world.download("d1t01.flac");
  world.run_until_idle();
  CHECK(first == second);
  CHECK(world.store.jobs.size() == 1);
  CHECK(world.archive.ranges("d1t01.flac").size() == 1);
  CHECK(world.download("d1t01.flac") == first);
  world.run_until_idle();
  CHECK(world.archive.ranges("d1t01.flac").size() == 1);
}

TEST_CASE("at most two files come at once, and in the order they were asked for") {
  DownloadWorld world;
  const auto jobs = ten_downloads(world, 100'000);
  world.run_until_idle();
  CHECK(world.archive.wire().most_under_way() <= 2);
  std::vector<std::string> begun;
  for (const auto& request : world.archive.requests()) {
    if (request.target.starts_with("/download/")) begun.push_back(request.target);
  }
  CHECK(begun.size() == 10);
  CHECK(std::ranges::is_sorted(begun));
  for (const auto& job : jobs)
    CHECK(world.is_whole(job));
}

TEST_CASE("two users who want the same file cost one transfer") {
  DownloadWorld world;
  const auto other = UserId::make();
  world.archive.file("d1t01.flac", 1'000).drops_after(500);
  const auto mine = world.download("d1t01.flac");
  const auto theirs = world.download_as(other, "d1t01.flac");
  world.run_until_idle();
  CHECK(mine != theirs);
  CHECK(world.is_whole(mine));
  CHECK(world.is_whole(theirs));
  CHECK(world.archive.ranges("d1t01.flac") == Ranges{"", "bytes=500-"});
  CHECK(world.tally.shared.value() == 1);
}

TEST_CASE("a copy in the house that cannot be read is fetched, and nobody waits for the disk") {
  DownloadWorld world;
  world.archive.file("d1t01.flac", 1'000);
  world.download("d1t01.flac");
  world.run_until_idle();
  world.vault.cannot_be_read();
  const auto theirs = world.download_as(UserId::make(), "d1t01.flac");
  world.run_until_idle();
  CHECK(world.is_whole(theirs));
  CHECK(world.archive.ranges("d1t01.flac") == Ranges{"", ""});
}

TEST_CASE("a show on a dead node does not keep the next show from coming") {
  DownloadWorld world;
  constexpr std::string_view dead = "gd78-05-08.dead";
  const auto files = ten_files(world, 1'000);
  world.archive.item(dead);
  world.archive.always("/download/gd78-05-08.dead/", {.status = 502});
  // Other files, since one with the same bytes need not be asked for twice.
  const std::span<const std::string> all(files);
  std::vector<JobId> stuck;
  for (const auto& file : all.first(5))
    stuck.push_back(world.download_as(world.user, file, dead));
  std::vector<JobId> next;
  for (const auto& file : all.last(5))
    next.push_back(world.download(file));
  world.clock.advance(world.loop, 3min);
  for (const auto& job : next)
    CHECK(world.is_whole(job));
  for (const auto& job : stuck)
    CHECK(world.job(job).waiting_for == WaitingFor::archive);
}

TEST_CASE("the same bytes under another item's name are had without asking for them") {
  DownloadWorld world;
  constexpr std::string_view copy = "gd77-05-08.copy";
  world.archive.item(copy);
  world.archive.file("d1t01.flac", 1'000);
  const auto job = world.download("d1t01.flac");
  world.run_until_idle();
  const auto again = world.download_as(world.user, "d1t01.flac", copy);
  world.run_until_idle();
  CHECK(world.is_whole(job));
  CHECK(world.is_whole(again));
  CHECK(world.vault.contents.size() == 1);
  CHECK(world.tally.shared.value() == 1);
}

TEST_CASE("an Archive that fails all over is asked twice a minute, and not by every job") {
  DownloadWorld world;
  world.archive.always("/download/", {.status = 502});
  for (int show = 0; show < 10; ++show) {
    const auto item = "gd78-05-0" + std::to_string(show);
    world.archive.item(item);
    for (const auto& file : ten_files(world, 1'000))
      world.download_as(world.user, file, item);
  }
  const auto asked = [&](std::string_view begin) {
    return std::ranges::count_if(world.archive.requests(), [&](const SeenRequest& request) {
      return request.target.starts_with(begin);
    });
  };
  world.clock.advance(world.loop, 1h);
  const auto files = asked("/download/");
  const auto items = asked("/metadata/");
  world.clock.advance(world.loop, 1h);
  CHECK(asked("/download/") - files <= 250);
  CHECK(asked("/metadata/") - items <= 10 * 6);
}

TEST_CASE("files that do not fit on the disk do not keep a smaller one from coming") {
  DownloadWorld world;
  world.vault.has_room(500);
  const auto large = ten_downloads(world, 1'000);
  world.archive.file("small.flac", 400);
  const auto small = world.download("small.flac");
  world.clock.advance(world.loop, 10s);
  CHECK(world.is_whole(small));
  for (const auto& job : large)
    CHECK(world.job(job).waiting_for == WaitingFor::disk);
}

TEST_CASE("a request that is cut off while it looks for old files has its new ones fetched") {
  DownloadWorld world;
  world.archive.file("d1t01.flac", 1'000);
  world.archive.file("d1t02.flac", 1'000);
  world.archive.file("d1t03.flac", 1'000);
  world.download("d1t01.flac");
  world.download("d1t02.flac");
  world.run_until_idle();
  world.vault.looks_take(world.clock, 1h);
  download::Wanted wanted;
  for (const auto* file : {"d1t01.flac", "d1t02.flac", "d1t03.flac"}) {
    wanted.emplace_back(download::OneFile{*ItemIdentifier::parse(DownloadWorld::item),
                                          *archive::FileName::parse(file)});
  }
  const auto deadline = Deadline::in(world.clock, 5s);
  const auto asked = world.wait_for(async::within(
      world.clock, deadline, world.queue->request(world.user, wanted, false, deadline)));
  REQUIRE_FALSE(asked);
  CHECK(asked.error().code == Errc::timed_out);
  world.clock.advance(world.loop, 5s);
  REQUIRE(world.store.jobs.size() == 3);
  CHECK(world.is_whole(world.store.jobs.back().id));
  const auto& fresh = world.store.jobs.back().id;
  CHECK(std::ranges::any_of(world.told, [&](const download::Job& job) {
    return job.id == fresh && job.status == JobStatus::pending;
  }));
}

TEST_CASE("a job is not forgotten when the time of day is set back") {
  DownloadWorld world;
  world.archive.file("d1t01.flac", 1'000).answers(502);
  world.clock.step_time_of_day(24h * 365);
  const auto job = world.download("d1t01.flac");
  world.clock.advance(world.loop, 100ms);
  REQUIRE(world.job(job).retry_at);
  world.clock.step_time_of_day(-24h * 365);
  world.clock.advance(world.loop, 2min);
  CHECK(world.is_whole(job));
}

TEST_CASE("a list with too many files is refused before the rest of it is asked for") {
  DownloadWorld world;
  for (int i = 0; i < 4'000; ++i)
    world.archive.file(std::to_string(i) + ".flac", 1);
  download::Wanted wanted;
  for (int i = 0; i < 5; ++i) {
    const auto name = "gd78-05-0" + std::to_string(i);
    world.archive.item(name);
    wanted.emplace_back(download::WholeItem{*ItemIdentifier::parse(name), {}});
  }
  const auto refused = world.wait_for(
      world.queue->request(world.user, wanted, false, Deadline::in(world.clock, 30s)));
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == Errc::invalid);
  CHECK(world.archive.requests().size() == 3);
  CHECK(world.store.jobs.empty());
}

TEST_CASE("a job that is cancelled while it comes stops at once, and its part goes") {
  DownloadWorld world;
  world.archive.file("d1t01.flac", 1'000).stalls_after(300);
  const auto job = world.download("d1t01.flac");
  world.clock.advance(world.loop, 5s);
  CHECK(world.status(job) == JobStatus::downloading);
  const auto gone = world.wait_for(world.queue->remove(world.user, job, false));
  REQUIRE(gone);
  REQUIRE(gone->has_value());
  CHECK(world.status(job) == JobStatus::cancelled);
  world.clock.advance(world.loop, 1s);
  CHECK(world.vault.parts.empty());
  world.run_until_idle();
  CHECK(world.archive.ranges("d1t01.flac").size() == 1);
  CHECK(world.status(job) == JobStatus::cancelled);
}

TEST_CASE("a cancelled job that is asked for again begins anew under its old id") {
  DownloadWorld world;
  world.archive.file("d1t01.flac", 1'000).stalls_after(300);
  const auto job = world.download("d1t01.flac");
  world.clock.advance(world.loop, 5s);
  REQUIRE(world.wait_for(world.queue->remove(world.user, job, false)));
  CHECK(world.download("d1t01.flac") == job);
  world.run_until_idle();
  CHECK(world.is_whole(job));
}

TEST_CASE("a paused job stops at once, keeps what has come, and goes on from there") {
  DownloadWorld world;
  world.archive.file("d1t01.flac", 1'000'000).stalls_after(700'000);
  const auto job = world.download("d1t01.flac");
  world.clock.advance(world.loop, 5s);
  const auto paused = world.wait_for(world.queue->act_on(world.user, job, JobAction::pause));
  REQUIRE(paused);
  CHECK(paused->status == JobStatus::paused);
  world.run_until_idle();
  CHECK(world.status(job) == JobStatus::paused);
  CHECK(world.archive.ranges("d1t01.flac").size() == 1);
  CHECK(world.vault.parts.size() == 1);

  world.stop();
  world.start();
  world.run_until_idle();
  CHECK(world.status(job) == JobStatus::paused);

  REQUIRE(world.wait_for(world.queue->act_on(world.user, job, JobAction::resume)));
  world.run_until_idle();
  CHECK(world.is_whole(job));
  CHECK(world.archive.ranges("d1t01.flac") == Ranges{"", "bytes=524288-"});
}

TEST_CASE("whatever a user does to jobs, at whatever moment, what is asked for last comes whole") {
  constexpr auto actions = std::to_array<JobAction>(
      {JobAction::pause, JobAction::resume, JobAction::retry, JobAction::cancel});
  for (unsigned seed = 1; seed <= 30; ++seed) {
    CAPTURE(seed);
    std::minstd_rand dice(seed);
    DownloadWorld world;
    const auto names = std::to_array<std::string>({"a.flac", "b.flac", "c.flac", "d.flac"});
    for (const auto& name : names) {
      auto& file = world.archive.file(name, 1'500'000);
      for (int fault = 0; fault < 5; ++fault)
        file.stalls_after(dice() % 1'500'000);
    }
    for (const auto& name : names)
      world.download(name);
    for (int turn = 0; turn < 40; ++turn) {
      world.clock.advance(world.loop, std::chrono::milliseconds(dice() % 20'000));
      download::Selection which;
      if (dice() % 3 != 0) which.ids.push_back(world.store.jobs[dice() % names.size()].id);
      REQUIRE(
          world.wait_for(world.queue->act(world.user, actions[dice() % actions.size()], which)));
      if (dice() % 4 == 0) world.download(names[dice() % names.size()]);
      if (dice() % 10 == 0) {
        world.stop();
        world.start();
      }
    }
    REQUIRE(world.wait_for(world.queue->act(world.user, JobAction::resume, {})));
    for (const auto& name : names)
      world.download(name);
    world.run_until_idle();
    for (const auto& job : world.store.jobs)
      CHECK(world.is_whole(job.id));
    CHECK(world.store.jobs.size() == names.size());
    CHECK(world.vault.files.size() == names.size());
    CHECK(world.vault.parts.empty());
  }
}

TEST_CASE("a pause that comes when the file has its name already comes too late") {
  struct LatePause final : download::JobWatcher {
    explicit LatePause(MemoryJobStore& rows) : store(rows) {}
    void changed(const download::Job& job) override {
      if (job.status != JobStatus::verifying || done) return;
      done = true;
      store.jobs.front().status = JobStatus::paused;  // as act() has written it
    }
    void removed(const std::vector<download::Job>&) override {}

    MemoryJobStore& store;
    bool done = false;
  };
  DownloadWorld world;
  LatePause pause(world.store);
  world.watchers.add(pause);
  world.archive.file("d1t01.flac", 1'000);
  const auto job = world.download("d1t01.flac");
  world.run_until_idle();
  CHECK(pause.done);
  CHECK(world.is_whole(job));
  CHECK(world.archive.ranges("d1t01.flac").size() == 1);
  world.watchers.remove(pause);
}

TEST_CASE("what was meant for an earlier try leaves no job behind that nobody works on") {
  DownloadWorld world;
  world.archive.file("d1t01.flac", 1'000).stalls_after(300);
  const auto job = world.download("d1t01.flac");
  world.clock.advance(world.loop, 1s);
  auto earlier = world.job(job);
  REQUIRE(earlier.status == JobStatus::downloading);
  earlier.status = JobStatus::cancelled;
  world.engine->interrupt({earlier});
  world.run_until_idle();
  CHECK(world.is_whole(job));
}

TEST_CASE("a paused job that is cancelled leaves no part behind") {
  DownloadWorld world;
  world.archive.file("d1t01.flac", 1'000'000).stalls_after(700'000);
  const auto job = world.download("d1t01.flac");
  world.clock.advance(world.loop, 5s);
  REQUIRE(world.wait_for(world.queue->act_on(world.user, job, JobAction::pause)));
  world.run_until_idle();
  REQUIRE(world.wait_for(world.queue->act_on(world.user, job, JobAction::cancel)));
  world.run_until_idle();
  CHECK(world.status(job) == JobStatus::cancelled);
  CHECK(world.vault.parts.empty());
}

TEST_CASE("a failed job that is retried begins anew") {
  DownloadWorld world;
  world.archive.file("d1t01.flac", 1'000).answers(404);
  const auto job = world.download("d1t01.flac");
  world.run_until_idle();
  REQUIRE(world.status(job) == JobStatus::failed);
  const auto again = world.wait_for(world.queue->act_on(world.user, job, JobAction::retry));
  REQUIRE(again);
  CHECK(again->error.empty());
  world.run_until_idle();
  CHECK(world.is_whole(job));
  const auto done = world.wait_for(world.queue->act_on(world.user, job, JobAction::retry));
  REQUIRE_FALSE(done);
  CHECK(done.error().code == Errc::conflict);
}

TEST_CASE("a job that waits for the Archive is tried at once when its user asks") {
  DownloadWorld world;
  world.archive.file("d1t01.flac", 1'000).answers(502);
  const auto job = world.download("d1t01.flac");
  world.clock.advance(world.loop, 100ms);
  REQUIRE(world.job(job).retry_at);
  REQUIRE(world.wait_for(world.queue->act_on(world.user, job, JobAction::retry)));
  CHECK_FALSE(world.job(job).retry_at);
}

TEST_CASE("all jobs of a recording are paused and cancelled together, and listeners hear of it") {
  DownloadWorld world;
  for (const auto* file : {"d1t01.flac", "d1t02.flac", "d1t03.flac"})
    world.archive.file(file, 1'000'000).stalls_after(300'000);
  download::Wanted wanted;
  wanted.emplace_back(download::WholeItem{*ItemIdentifier::parse(DownloadWorld::item), {}});
  REQUIRE(world.wait_for(
      world.queue->request(world.user, wanted, false, Deadline::in(world.clock, 30s))));
  world.clock.advance(world.loop, 2s);
  const download::Selection recording{.item = *ItemIdentifier::parse(DownloadWorld::item)};
  CHECK(world.wait_for(world.queue->act(world.user, JobAction::pause, recording)) == 3U);
  world.run_until_idle();
  CHECK(std::ranges::all_of(
      world.store.jobs, [](const download::Job& job) { return job.status == JobStatus::paused; }));
  CHECK(world.told.back().status == JobStatus::paused);
  CHECK(world.wait_for(world.queue->act(UserId::make(), JobAction::cancel, recording)) == 0U);
  CHECK(world.wait_for(world.queue->act(world.user, JobAction::cancel, recording)) == 3U);
  world.run_until_idle();
  CHECK(world.vault.parts.empty());
  CHECK(world.wait_for(world.queue->clear(world.user, recording, true)) == 3U);
  CHECK(world.store.jobs.empty());
}

TEST_CASE("a finished job is removed with its file or without it") {
  DownloadWorld world;
  world.archive.file("d1t01.flac", 1'000);
  const auto job = world.download("d1t01.flac");
  world.run_until_idle();
  const auto kept = world.wait_for(world.queue->remove(world.user, job, false));
  REQUIRE(kept);
  CHECK_FALSE(kept->has_value());
  CHECK(world.store.jobs.empty());
  CHECK(world.vault.files.size() == 1);

  const auto again = world.download("d1t01.flac");
  world.run_until_idle();
  CHECK(world.is_whole(again));
  CHECK(world.archive.ranges("d1t01.flac").size() == 1);  // it was there already
  REQUIRE(world.wait_for(world.queue->remove(world.user, again, true)));
  CHECK(world.vault.files.empty());
  CHECK(world.vault.contents.empty());
}

TEST_CASE("what was removed lies in the trash for a while, and is had from there without a byte") {
  DownloadWorld world;
  world.archive.file("d1t01.flac", 1'000);
  const auto job = world.download("d1t01.flac");
  world.run_until_idle();
  REQUIRE(world.wait_for(world.queue->remove(world.user, job, true)));
  CHECK(world.vault.trash.size() == 1);
  const auto again = world.download("d1t01.flac");
  world.run_until_idle();
  CHECK(world.is_whole(again));
  CHECK(world.vault.trash.empty());
  CHECK(world.archive.ranges("d1t01.flac").size() == 1);

  REQUIRE(world.wait_for(world.queue->remove(world.user, again, true)));
  world.stop();
  world.clock.advance(world.loop, world.ground.limits.trash_time - 1h);
  world.start();
  world.run_until_idle();
  CHECK(world.vault.trash.size() == 1);
  world.stop();
  world.clock.advance(world.loop, 2h);
  world.start();
  world.run_until_idle();
  CHECK(world.vault.trash.empty());
}

TEST_CASE("a full disk empties the trash, but for what came there just now") {
  DownloadWorld world;
  for (const auto* name : {"old.flac", "new.flac", "next.flac"})
    world.archive.file(name, 1'000);
  const auto old = world.download("old.flac");
  const auto young = world.download("new.flac");
  world.run_until_idle();
  REQUIRE(world.wait_for(world.queue->remove(world.user, old, true)));
  world.clock.advance(world.loop, 2h);
  REQUIRE(world.wait_for(world.queue->remove(world.user, young, true)));
  world.vault.has_room(500);
  const auto next = world.download("next.flac");
  world.clock.advance(world.loop, 1min);
  CHECK(world.job(next).waiting_for == WaitingFor::disk);
  CHECK(world.vault.trash.size() == 1);
  world.vault.has_room(1'000);
  world.run_until_idle();
  CHECK(world.is_whole(next));
}

TEST_CASE("one of two who have a file removes it, and the other has it still") {
  DownloadWorld world;
  const auto other = UserId::make();
  world.archive.file("d1t01.flac", 1'000);
  const auto mine = world.download("d1t01.flac");
  const auto theirs = world.download_as(other, "d1t01.flac");
  world.run_until_idle();
  CHECK(world.vault.contents.size() == 1);
  REQUIRE(world.wait_for(world.queue->remove(world.user, mine, true)));
  CHECK(world.is_whole(theirs));
  CHECK(world.vault.contents.size() == 1);
  REQUIRE(world.wait_for(world.queue->remove(other, theirs, true)));
  CHECK(world.vault.contents.empty());
}

TEST_CASE("a name that was taken away by hand comes back, when it is asked for and at the start") {
  DownloadWorld world;
  world.archive.file("d1t01.flac", 1'000);
  const auto job = world.download("d1t01.flac");
  world.run_until_idle();
  world.vault.files.clear();
  CHECK(world.download("d1t01.flac") == job);
  CHECK(world.is_whole(job));
  world.vault.files.clear();
  world.stop();
  world.start();
  world.run_until_idle();
  CHECK(world.is_whole(job));
  CHECK(world.archive.ranges("d1t01.flac").size() == 1);
}

TEST_CASE("who removes the vault's contents has left the names, and they are enough") {
  DownloadWorld world;
  world.archive.file("d1t01.flac", 1'000);
  const auto job = world.download("d1t01.flac");
  world.run_until_idle();
  world.vault.contents.clear();
  world.stop();
  world.start();
  world.run_until_idle();
  CHECK(world.is_whole(job));
  CHECK(world.vault.contents.size() == 1);
  CHECK(world.archive.ranges("d1t01.flac").size() == 1);
}

TEST_CASE("a completed file that somebody has taken out of the vault is fetched when asked for") {
  DownloadWorld world;
  world.archive.file("d1t01.flac", 1'000);
  const auto job = world.download("d1t01.flac");
  world.run_until_idle();
  world.vault.loses("d1t01.flac");
  CHECK(world.download("d1t01.flac") == job);
  world.run_until_idle();
  CHECK(world.is_whole(job));
}

TEST_CASE("files are called what the operator says, and renamed at the start when that changes") {
  DownloadWorld world;
  world.archive.file("d1t01.flac", 1'000);
  const auto job = world.download("d1t01.flac");
  world.run_until_idle();
  const auto plain = download::place_of(world.job(job)).text();
  CHECK(plain.ends_with("/gd77-05-08.sbd.hicks/d1t01.flac"));
  world.stop();
  world.ground.naming = *download::Naming::parse("{user}/{artist}/{date}/{identifier}/{file}");
  world.start();
  world.run_until_idle();
  const auto named = download::place_of(world.job(job)).text();
  CHECK(named != plain);
  CHECK(world.vault.files.contains(named));
  CHECK(world.vault.files.size() == 1);
  CHECK(world.archive.ranges("d1t01.flac").size() == 1);

  const auto page = world.wait_for(world.queue->names(world.user, download::Naming(), {}));
  REQUIRE(page);
  REQUIRE(page->names.size() == 1);
  CHECK(page->names.front().would_be.text() == plain);
  REQUIRE(world.wait_for(world.queue->remove(world.user, job, true)));
  CHECK(world.vault.files.empty());
}

TEST_CASE("bytes that were damaged on the disk are fetched again for all who have them") {
  DownloadWorld world;
  world.archive.file("d1t01.flac", 1'000);
  const auto theirs = world.download_as(UserId::make(), "d1t01.flac");
  world.run_until_idle();
  for (auto* all : {&world.vault.contents, &world.vault.files}) {
    for (auto& [name, bytes] : *all)
      bytes[500] = static_cast<char>(~bytes[500]);
  }
  const auto mine = world.download("d1t01.flac");
  world.run_until_idle();
  CHECK(world.is_whole(mine));
  CHECK(world.is_whole(theirs));
  CHECK(world.archive.ranges("d1t01.flac").size() == 2);
}

TEST_CASE("what a user wants first comes next, behind what is at work") {
  DownloadWorld world;
  std::vector<JobId> jobs;
  for (const auto* name : {"a.flac", "b.flac", "c.flac", "d.flac", "e.flac"}) {
    world.archive.file(name, 1'000'000).stalls_after(500'000);
    jobs.push_back(world.download(name));
  }
  world.clock.advance(world.loop, 1s);
  CHECK(world.wait_for(world.queue->prioritize(world.user, {.ids = {jobs[4]}}, 9)) == 1U);
  REQUIRE(world.wait_for(world.queue->put_before(world.user, jobs[3], jobs[4])));
  CHECK(world.told.back().priority == 9);
  world.run_until_idle();
  std::string order;
  for (const auto& job : world.told) {
    const auto letter = job.file.text().substr(0, 1);
    if (job.status == JobStatus::completed && !order.contains(letter)) order += letter;
  }
  CHECK(order == "abdec");
}

TEST_CASE("another user's jobs are nobody's business") {
  DownloadWorld world;
  world.archive.file("d1t01.flac", 1'000);
  const auto job = world.download("d1t01.flac");
  const auto stranger = UserId::make();
  const auto found = world.wait_for(world.queue->find(stranger, job));
  REQUIRE_FALSE(found);
  CHECK(found.error().code == Errc::not_found);
  const auto removed = world.wait_for(world.queue->remove(stranger, job, true));
  REQUIRE_FALSE(removed);
  CHECK(removed.error().code == Errc::not_found);
  world.run_until_idle();
  CHECK(world.is_whole(job));
}

TEST_CASE("what cannot be had at all is refused with its reason") {
  DownloadWorld world;
  world.archive.file("d1t01.flac", 1'000).is_private();
  const auto refused = world.request(world.user, "d1t01.flac");
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == Errc::invalid);
  CHECK(refused.error().message == "The Archive hands this file to nobody.");
  CHECK(world.store.jobs.empty());
}

TEST_CASE("a dry run finds the files and queues none") {
  DownloadWorld world;
  world.archive.file("d1t01.flac", 1'000);
  world.archive.file("d1t02.flac", 2'000);
  download::Wanted wanted;
  wanted.emplace_back(download::WholeItem{*ItemIdentifier::parse(DownloadWorld::item), {}});
  const auto found = world.wait_for(
      world.queue->request(world.user, wanted, true, Deadline::in(world.clock, 30s)));
  REQUIRE(found);
  CHECK(found->files.size() == 2);
  CHECK(found->jobs.empty());
  CHECK(world.store.jobs.empty());
}

TEST_CASE("in a list of items, those that are missing are refused beside those that come") {
  DownloadWorld world;
  world.archive.file("d1t01.flac", 1'000);
  download::Wanted wanted;
  for (const auto* name : {"gd1977.missing", DownloadWorld::item.data()})
    wanted.emplace_back(download::WholeItem{*ItemIdentifier::parse(name), {}});
  const auto found = world.wait_for(
      world.queue->request(world.user, wanted, false, Deadline::in(world.clock, 30s)));
  REQUIRE(found);
  CHECK(found->jobs.size() == 1);
  REQUIRE(found->refused.size() == 1);
  CHECK(found->refused[0].item.text() == "gd1977.missing");
}

TEST_CASE(
    "when the Archive falls silent in the middle of a list, what was found so far is queued") {
  DownloadWorld world;
  world.archive.file("d1t01.flac", 1'000);
  world.archive.always("/metadata/gd1978", {.status = 502});
  download::Wanted wanted;
  for (const auto* name : {DownloadWorld::item.data(), "gd1978", "gd1979"})
    wanted.emplace_back(download::WholeItem{*ItemIdentifier::parse(name), {}});
  const auto found = world.wait_for(
      world.queue->request(world.user, wanted, false, Deadline::in(world.clock, 30s)));
  REQUIRE(found);
  CHECK(found->jobs.size() == 1);
  CHECK(found->refused.size() == 2);
}

TEST_CASE("a listener hears of progress at most four times a second, and of the end for sure") {
  DownloadWorld world;
  world.archive.file("d1t01.flac", 4'000'000);
  const auto job = world.download("d1t01.flac");
  world.run_until_idle();
  REQUIRE_FALSE(world.told.empty());
  CHECK(world.told.back().status == JobStatus::completed);
  CHECK(std::ranges::count(world.told, JobStatus::downloading, &download::Job::status) <= 4);
  CHECK(world.is_whole(job));
}
