#include "support/download_world.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

using namespace tapedeck;
using namespace tapedeck::test;
using namespace std::chrono_literals;
using download::Hours;
using download::JobStatus;
using download::Rate;
using download::Timetable;
using download::WaitingFor;

namespace {

Timetable table_of(std::vector<Hours> hours, Rate rest) {
  auto table = Timetable::make(std::move(hours), rest);
  REQUIRE_MESSAGE(table, table.error().message);
  return *table;
}

/// Downloads come at `rate`, all day.
Timetable always(std::uint64_t rate) { return table_of({}, rate); }

/// From 20:00, when the world begins, 10 kB/s for a minute, and then nothing until eleven.
Timetable an_evening() {
  return table_of({{.from = 20h, .until = 20h + 1min, .rate = 10'000},
                   {.from = 20h + 1min, .until = 23h, .rate = 0}},
                  {});
}

constexpr Instant at_eleven{std::chrono::sys_days{std::chrono::year{1977} / 5 / 8} + 23h};

std::size_t bytes_in_parts(const DownloadWorld& world) {
  std::size_t sum = 0;
  for (const auto& [path, part] : world.vault.parts)
    sum += part.text.size();
  return sum;
}

}  // namespace

TEST_CASE("all files together come no faster than the pace, and as fast") {
  DownloadWorld world({}, always(100'000));
  std::vector<JobId> jobs;
  for (const auto* name : {"t1.flac", "t2.flac", "t3.flac", "t4.flac"}) {
    world.archive.file(name, 500'000);
    jobs.push_back(world.download(name));
  }
  world.run_until_idle();
  for (const auto job : jobs)
    CHECK(world.is_whole(job));
  CHECK(world.clock.elapsed() >= 19s);
  CHECK(world.clock.elapsed() <= 22s);
}

TEST_CASE("two files that come at once get as much one as the other") {
  DownloadWorld world({}, always(100'000));
  world.archive.file("t1.flac", 2'000'000);
  world.archive.file("t2.flac", 2'000'000);
  const auto first = world.download("t1.flac");
  const auto second = world.download("t2.flac");
  world.clock.advance(world.loop, 20s);
  const auto one = world.job(first).bytes_done;
  const auto other = world.job(second).bytes_done;
  CHECK(one + other > 1'700'000);
  CHECK(std::max(one, other) - std::min(one, other) < 150'000);
}

TEST_CASE("a pace that was not used for an hour makes up for no more than a second of it") {
  DownloadWorld world({}, always(100'000));
  world.archive.file("t1.flac", 5'000'000);
  world.clock.advance(world.loop, 1h);
  world.download("t1.flac");
  world.clock.advance(world.loop, 10s);
  CHECK(bytes_in_parts(world) > 1'000'000);
  CHECK(bytes_in_parts(world) <= 1'130'000);
}

TEST_CASE("at a kilobyte a second a file comes on, and is safe on the disk each second") {
  DownloadWorld world({}, always(1'000));
  world.archive.file("t1.flac", 60'000);
  const auto job = world.download("t1.flac");
  for (int i = 0; i < 40; ++i) {
    world.clock.advance(world.loop, 1s);
    CHECK(world.job(job).bytes_done + 2'000 > bytes_in_parts(world));
  }
  CHECK(world.job(job).bytes_done > 37'000);
  world.run_until_idle();
  CHECK(world.is_whole(job));
  CHECK(world.archive.ranges("t1.flac") == Ranges{""});
}

TEST_CASE("a download that waits for its pace is paused and cancelled at once") {
  DownloadWorld world({}, always(1'000));
  world.archive.file("t1.flac", 60'000);
  const auto job = world.download("t1.flac");
  world.clock.advance(world.loop, 10s);
  const auto before = world.clock.elapsed();
  REQUIRE(world.wait_for(world.queue->act_on(world.user, job, download::JobAction::pause)));
  world.clock.advance(world.loop, 0s);
  CHECK(world.archive.wire().under_way() == 0);
  CHECK(world.clock.elapsed() - before < 10ms);
  CHECK(world.status(job) == JobStatus::paused);
}

TEST_CASE("when the hours of downloads are over a file stops where it is and goes on in the next") {
  DownloadWorld world({}, an_evening());
  world.archive.file("t1.flac", 2'000'000);
  const auto job = world.download("t1.flac");
  world.clock.advance(world.loop, 62s);
  CHECK(world.status(job) == JobStatus::pending);
  CHECK(world.job(job).waiting_for == WaitingFor::hours);
  CHECK(world.job(job).retry_at == at_eleven);
  CHECK(world.job(job).error.empty());
  CHECK(world.job(job).failures == 0);
  const auto kept = world.job(job).bytes_done;
  CHECK(kept > 590'000);
  CHECK(kept == bytes_in_parts(world));
  CHECK(world.archive.wire().under_way() == 0);

  world.clock.advance(world.loop, 2h);
  CHECK(world.status(job) == JobStatus::pending);
  world.run_until_idle();
  CHECK(world.is_whole(job));
  CHECK(world.archive.ranges("t1.flac") == Ranges{"", "bytes=" + std::to_string(kept) + "-"});
  CHECK(world.job(job).completed >= at_eleven);
}

TEST_CASE("what is asked for outside the hours of downloads waits for them, and says so") {
  DownloadWorld world({}, an_evening());
  world.clock.advance(world.loop, 10min);
  world.archive.file("t1.flac", 1'000);
  world.archive.file("t2.flac", 1'000).answers(503, {{"Retry-After", "60"}});
  world.told.clear();
  const auto job = world.download("t1.flac");
  world.clock.advance(world.loop, 0s);
  CHECK(world.job(job).waiting_for == WaitingFor::hours);
  CHECK(world.job(job).retry_at == at_eleven);
  REQUIRE_FALSE(world.told.empty());
  CHECK(world.told.back().waiting_for == WaitingFor::hours);
  CHECK(world.archive.ranges("t1.flac").empty());

  const auto tried =
      world.wait_for(world.queue->act_on(world.user, job, download::JobAction::retry));
  REQUIRE(tried);
  world.clock.advance(world.loop, 1h);
  CHECK(world.job(job).waiting_for == WaitingFor::hours);
  world.run_until_idle();
  CHECK(world.is_whole(job));
}

TEST_CASE("a job that waits for something else waits for the hours of downloads as well") {
  DownloadWorld world({}, an_evening());
  world.archive.file("t1.flac", 1'000).answers(503, {{"Retry-After", "600"}});
  const auto job = world.download("t1.flac");
  world.clock.advance(world.loop, 30s);
  CHECK(world.job(job).waiting_for == WaitingFor::archive);
  world.clock.advance(world.loop, 1min);
  CHECK(world.job(job).waiting_for == WaitingFor::hours);
  world.run_until_idle();
  CHECK(world.is_whole(job));
}

TEST_CASE("a start outside the hours of downloads begins nothing") {
  DownloadWorld world({}, an_evening());
  world.archive.file("t1.flac", 2'000'000);
  const auto job = world.download("t1.flac");
  world.clock.advance(world.loop, 30s);
  world.stop();
  world.clock.advance(world.loop, 1min);
  world.start();
  world.clock.advance(world.loop, 1min);
  CHECK(world.job(job).waiting_for == WaitingFor::hours);
  CHECK(world.archive.ranges("t1.flac").size() == 1);
  world.run_until_idle();
  CHECK(world.is_whole(job));
}

TEST_CASE("a clock that is set into the hours of downloads is noticed within a minute") {
  DownloadWorld world({}, an_evening());
  world.archive.file("t1.flac", 1'000);
  world.clock.advance(world.loop, 10min);
  const auto job = world.download("t1.flac");
  world.clock.advance(world.loop, 1s);
  CHECK(world.job(job).waiting_for == WaitingFor::hours);
  world.clock.step_time_of_day(-13h);
  world.clock.advance(world.loop, 61s);
  CHECK(world.is_whole(job));
}
