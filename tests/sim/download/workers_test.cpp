// Several processes work off one queue (docs/decisions/0020-leases.md).

#include "download/core/elsewhere.hpp"
#include "support/download_world.hpp"
#include "support/second_worker.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

using namespace tapedeck;
using namespace tapedeck::test;
using namespace std::chrono_literals;
using download::JobStatus;

namespace {

const std::string& worker_of(DownloadWorld& world, JobId job) {
  return world.rows.leases[job].worker;
}

/// Asks for several files at once; gives their jobs.
std::vector<JobId> request_all(DownloadWorld& world, std::initializer_list<const char*> names) {
  download::Wanted wanted;
  for (const auto* name : names) {
    wanted.emplace_back(download::OneFile{*ItemIdentifier::parse(DownloadWorld::item),
                                          *archive::FileName::parse(name)});
  }
  const auto requested = world.wait_for(
      world.queue->request(world.user, std::move(wanted), false, Deadline::in(world.clock, 30s)));
  REQUIRE(requested);
  std::vector<JobId> jobs;
  for (const auto& job : requested->jobs)
    jobs.push_back(job.id);
  return jobs;
}

/// Gives the first worker all it can do at once, for half a minute.
void keep_busy(DownloadWorld& world) {
  for (const auto* name : {"busy1.flac", "busy2.flac"}) {
    world.archive.file(name, 500'000).stalls_after(300'000);
    world.download(name);
  }
  world.clock.advance(world.loop, 1s);
}

}  // namespace

TEST_CASE("two workers share a queue, and fetch every file once") {
  DownloadWorld world;
  const SecondWorker second(world);
  std::vector<JobId> jobs;
  for (int i = 0; i < 20; ++i) {
    const auto name = "t" + std::to_string(i) + ".flac";
    world.archive.file(name, 100'000);
    jobs.push_back(world.download(name));
  }
  world.clock.advance(world.loop, 2min);
  for (const auto& job : jobs)
    CHECK(world.is_whole(job));
  CHECK(world.tally.bytes.value() == 20 * 100'000);
}

TEST_CASE("the jobs of a dead worker go on at another one, from the last byte that was flushed") {
  DownloadWorld world;
  world.archive.file("d1t01.flac", 1'000'000).stalls_after(700'000);
  const auto job = world.download("d1t01.flac");
  world.clock.advance(world.loop, 5s);
  world.stop();
  world.vault.power_cut();
  REQUIRE(world.status(job) == JobStatus::downloading);
  REQUIRE(world.job(job).bytes_done > 0);

  const SecondWorker second(world);
  world.clock.advance(world.loop, 20s);
  CHECK(world.status(job) == JobStatus::downloading);
  CHECK(worker_of(world, job) == "first");
  world.clock.advance(world.loop, 20s);
  CHECK(worker_of(world, job) == "second");
  CHECK(world.is_whole(job));
  CHECK(world.tally.bytes.value() <=
        1'000'000 + static_cast<double>(download::Transfer::flush_bytes));
}

TEST_CASE("a worker that is started anew does not wait for its own lease") {
  DownloadWorld world;
  world.archive.file("d1t01.flac", 1'000'000).stalls_after(700'000);
  const auto job = world.download("d1t01.flac");
  world.clock.advance(world.loop, 5s);
  world.stop();
  const SecondWorker second(world);
  world.start();
  world.clock.advance(world.loop, 5s);
  CHECK(world.is_whole(job));
  CHECK(worker_of(world, job) == "first");
}

TEST_CASE("a worker that is taken for dead, and is not, spoils nothing") {
  DownloadWorld world;
  world.archive.file("refused.flac", 1'000);
  world.archive.file("d1t01.flac", 1'000'000);
  world.archive.next("/download/", {.status = 429, .headers = {{"Retry-After", "100"}}});
  const auto job = request_all(world, {"refused.flac", "d1t01.flac"}).back();
  // The Archive asks for patience, and the part is open until it has had it.
  world.clock.advance(world.loop, 31s);
  REQUIRE(worker_of(world, job) == "first");
  REQUIRE(world.vault.parts.size() == 2);

  world.store.is_away(true);
  const SecondWorker second(world);
  world.clock.advance(world.loop, 33s);
  CHECK(worker_of(world, job) == "second");
  CHECK(world.status(job) == JobStatus::pending);
  CHECK(world.job(job).waiting_for == download::WaitingFor::disk);
  world.clock.advance(world.loop, 1min);
  CHECK(world.is_whole(job));

  world.store.is_away(false);
  world.clock.advance(world.loop, 1min);
  CHECK(world.is_whole(job));
  CHECK(world.vault.parts.empty());
}

TEST_CASE("what is cancelled at one worker stops within a second at the other") {
  DownloadWorld world;
  keep_busy(world);
  const SecondWorker second(world);
  world.archive.file("d1t01.flac", 1'000'000).stalls_after(300'000);
  const auto job = world.download("d1t01.flac");
  world.clock.advance(world.loop, 3s);
  REQUIRE(worker_of(world, job) == "second");
  REQUIRE(world.vault.parts.size() == 3);

  REQUIRE(world.wait_for(world.queue->act_on(world.user, job, download::JobAction::cancel)));
  world.clock.advance(world.loop, 1s);
  CHECK(world.vault.parts.size() == 2);
  CHECK(world.status(job) == JobStatus::cancelled);
  CHECK_FALSE(world.job(job).has_part);
}

TEST_CASE("who listens at one worker hears what the other one does") {
  // Each process has a limiter of its own; here they share one.
  DownloadWorld world(archive::Manners{.transfer = {.at_once = 4}});
  keep_busy(world);
  const SecondWorker second(world);
  download::Elsewhere elsewhere(world.clock, world.store, world.watchers, world.loop.executor(),
                                telemetry::Log("test"));
  elsewhere.start();
  world.archive.file("slow.flac", 1'000'000).stalls_after(700'000);
  world.archive.file("quick.flac", 1'000);
  const auto slow = world.download("slow.flac");
  const auto quick = world.download("quick.flac");
  world.clock.advance(world.loop, 5s);
  const auto last_of = [&](JobId id) -> const download::Job& {
    const auto last = std::ranges::find(world.told_elsewhere.rbegin(), world.told_elsewhere.rend(),
                                        id, &download::Job::id);
    REQUIRE(last != world.told_elsewhere.rend());
    return *last;
  };
  CHECK(last_of(slow).status == JobStatus::downloading);
  CHECK(last_of(slow).bytes_done > 0);
  CHECK(last_of(quick).status == JobStatus::completed);
  const auto told = world.told_elsewhere.size();
  world.clock.advance(world.loop, 10s);
  CHECK(world.told_elsewhere.size() == told);
  world.clock.advance(world.loop, 1min);
  CHECK(last_of(slow).status == JobStatus::completed);
  world.end(elsewhere);
}

TEST_CASE("what is cancelled and asked for again meanwhile is done once") {
  DownloadWorld world;
  keep_busy(world);
  const SecondWorker second(world);
  world.archive.file("d1t01.flac", 1'000'000).stalls_after(300'000);
  const auto job = world.download("d1t01.flac");
  world.clock.advance(world.loop, 3s);
  for (const auto action : {download::JobAction::cancel, download::JobAction::retry})
    REQUIRE(world.wait_for(world.queue->act_on(world.user, job, action)));
  world.clock.advance(world.loop, 3min);
  CHECK(world.is_whole(job));
  CHECK(world.vault.parts.empty());
}
