// Stopping and dying: nothing lost, nothing half, nothing twice.

#include "support/download_world.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <random>
#include <string>
#include <vector>

using namespace tapedeck;
using namespace tapedeck::test;
using namespace std::chrono_literals;
using download::JobStatus;

namespace {

/// An evening in which the Archive answers nothing but 503 after `from`, for `length`.
void evening_outage(DownloadWorld& world, std::chrono::minutes length) {
  for (auto minute = 0min; minute < length; minute += 10min)
    world.archive.next("/download/", {.status = 503, .headers = {{"Retry-After", "600"}}});
}

}  // namespace

TEST_CASE("a program that stops and starts goes on from the last byte that was flushed") {
  DownloadWorld world;
  world.archive.file("d1t01.flac", 1'000'000).stalls_after(700'000);
  const auto job = world.download("d1t01.flac");
  world.clock.advance(world.loop, 5s);
  world.stop();
  CHECK(world.status(job) == JobStatus::downloading);
  CHECK(world.job(job).bytes_done > 0);
  world.vault.power_cut();
  const auto had = world.job(job).bytes_done;
  CHECK(had <= 700'000);
  world.start();
  world.run_until_idle();
  CHECK(world.is_whole(job));
  CHECK(700'000 - had <= download::Transfer::flush_bytes);
  CHECK(world.tally.bytes.value() <=
        1'000'000 + static_cast<double>(download::Transfer::flush_bytes));
}

TEST_CASE("a program that dies between the final name and the row finds the file when it starts") {
  DownloadWorld world;
  world.archive.file("d1t01.flac", 1'000);
  world.store.dies_before_completion(true);
  const auto job = world.download("d1t01.flac");
  world.run_until_idle();
  CHECK(world.status(job) == JobStatus::verifying);
  CHECK(world.kept(job) == world.archive.content("d1t01.flac"));
  world.stop();

  world.store.dies_before_completion(false);
  world.start();
  world.run_until_idle();
  CHECK(world.is_whole(job));
  CHECK(world.archive.ranges("d1t01.flac").size() == 1);
}

TEST_CASE(
    "a program that dies at twenty moments of ten downloads loses, halves and doubles nothing") {
  for (unsigned seed = 1; seed <= 10; ++seed) {
    CAPTURE(seed);
    std::minstd_rand dice(seed);
    DownloadWorld world;
    std::vector<JobId> jobs;
    for (int i = 0; i < 10; ++i) {
      auto& file = world.archive.file("t" + std::to_string(i) + ".flac", 1'500'000);
      for (int fault = 0; fault < 3; ++fault)
        file.stalls_after(dice() % 1'000'000);
    }
    for (int i = 0; i < 10; ++i)
      jobs.push_back(world.download("t" + std::to_string(i) + ".flac"));
    for (int death = 0; death < 20; ++death) {
      world.clock.advance(world.loop, std::chrono::milliseconds(dice() % 40'000));
      world.stop();
      if (dice() % 2 == 0) world.vault.power_cut();
      world.start();
    }
    world.run_until_idle();
    for (const auto& job : jobs)
      CHECK(world.is_whole(job));
    CHECK(world.vault.files.size() == 10);
    CHECK(world.vault.parts.empty());
    const auto again = world.tally.bytes.value() - 10 * 1'500'000.0;
    CHECK(again <= 20.0 * 2 * download::Transfer::flush_bytes);
  }
}

TEST_CASE("a part of a cancelled job that was left behind is gone after the next start") {
  DownloadWorld world;
  world.archive.file("d1t01.flac", 1'000'000).stalls_after(700'000);
  const auto job = world.download("d1t01.flac");
  world.clock.advance(world.loop, 5s);
  world.stop();
  REQUIRE(world.job(job).bytes_done > 0);
  const download::Selection it{.ids = {job}};
  REQUIRE(world.wait_for(
      world.store.act(world.user, download::JobAction::cancel, it, world.clock.now())));
  CHECK(world.vault.parts.size() == 1);
  world.start();
  world.run_until_idle();
  CHECK(world.vault.parts.empty());
  CHECK(world.status(job) == JobStatus::cancelled);
}

TEST_CASE("so is one of which nothing was flushed") {
  DownloadWorld world;
  world.archive.file("d1t01.flac", 1'000'000).stalls_after(300'000);
  const auto job = world.download("d1t01.flac");
  world.clock.advance(world.loop, 500ms);
  world.stop();
  REQUIRE(world.job(job).bytes_done == 0);
  REQUIRE(world.vault.parts.size() == 1);
  const download::Selection it{.ids = {job}};
  REQUIRE(world.wait_for(
      world.store.act(world.user, download::JobAction::cancel, it, world.clock.now())));
  world.start();
  world.run_until_idle();
  CHECK(world.vault.parts.empty());
}

TEST_CASE("the part of a job that was removed while the vault was away goes at the next start") {
  DownloadWorld world;
  world.archive.file("d1t01.flac", 1'000'000).stalls_after(700'000);
  const auto job = world.download("d1t01.flac");
  world.clock.advance(world.loop, 5s);
  world.vault.is_there(false);
  REQUIRE(world.wait_for(world.queue->act_on(world.user, job, download::JobAction::cancel)));
  world.clock.advance(world.loop, 1min);
  REQUIRE(world.wait_for(world.queue->remove(world.user, job, false)));
  world.clock.advance(world.loop, 1min);
  REQUIRE(world.vault.parts.size() == 1);
  world.stop();
  world.vault.is_there(true);
  world.start();
  world.run_until_idle();
  CHECK(world.vault.parts.empty());
}

TEST_CASE(
    "a finished file that is gone or cut is said to be lost, and comes again when it is wanted") {
  DownloadWorld world;
  std::vector<JobId> jobs;
  for (const auto* name : {"whole.flac", "gone.flac", "cut.flac"}) {
    world.archive.file(name, 1'000);
    jobs.push_back(world.download(name));
  }
  world.run_until_idle();
  world.stop();
  world.vault.loses("gone.flac");
  world.vault.cuts("cut.flac", 700);

  world.vault.is_there(false);
  world.start();
  world.run_until_idle();
  for (const auto& job : jobs)
    CHECK(world.status(job) == JobStatus::completed);  // nobody can say
  world.stop();
  world.vault.is_there(true);
  world.start();
  world.run_until_idle();
  CHECK(world.is_whole(jobs[0]));
  for (const auto& job : {jobs[1], jobs[2]}) {
    CHECK(world.status(job) == JobStatus::failed);
    CHECK_FALSE(world.job(job).error.empty());
  }
  REQUIRE(world.wait_for(world.queue->act(world.user, download::JobAction::retry, {})));
  world.run_until_idle();
  for (const auto& job : jobs)
    CHECK(world.is_whole(job));
}

TEST_CASE("a month of evening outages costs time, and hardly a byte") {
  DownloadWorld world;
  std::vector<JobId> jobs;
  std::minstd_rand dice(1977);
  for (int i = 0; i < 30; ++i) {
    auto& file = world.archive.file("t" + std::to_string(i) + ".flac", 600'000);
    file.drops_after(dice() % 600'000).drops_after(dice() % 100'000);
  }
  for (int day = 0; day < 30; ++day) {
    evening_outage(world, 3h);
    jobs.push_back(world.download("t" + std::to_string(day) + ".flac"));
    world.clock.advance(world.loop, 24h);
  }
  world.run_until_idle();
  for (const auto& job : jobs)
    CHECK(world.is_whole(job));
  const auto again = world.tally.bytes.value() / (30 * 600'000.0) - 1;
  CHECK(again <= 0.003);
}
