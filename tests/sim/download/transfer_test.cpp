#include "support/download_world.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <stdexcept>
#include <string>
#include <vector>

using namespace tapedeck;
using namespace tapedeck::test;
using namespace std::chrono_literals;
using download::JobStatus;
using download::WaitingFor;

TEST_CASE("a file that is asked for comes into the vault, whole") {
  DownloadWorld world;
  world.archive.file("d1t01.flac", 1'000);
  const auto job = world.download("d1t01.flac");
  world.run_until_idle();
  CHECK(world.is_whole(job));
  CHECK(world.vault.parts.empty());
  CHECK(world.archive.ranges("d1t01.flac") == Ranges{""});
}

TEST_CASE("a download whose connection drops goes on from the last byte it kept") {
  DownloadWorld world;
  world.archive.file("d1t01.flac", 1'000).drops_after(700).then_serves_the_rest();
  const auto job = world.download("d1t01.flac");
  world.run_until_idle();
  CHECK(world.is_whole(job));
  CHECK(world.archive.ranges("d1t01.flac") == Ranges{"", "bytes=700-"});
  CHECK(world.clock.elapsed() <= 2s);
}

TEST_CASE("a large file that drops often is fetched once, byte by byte") {
  DownloadWorld world;
  auto& file = world.archive.file("d1t01.flac", 10'000'000);
  for (int i = 0; i < 9; ++i)
    file.drops_after(1'000'000);
  const auto job = world.download("d1t01.flac");
  world.run_until_idle();
  CHECK(world.is_whole(job));
  CHECK(world.tally.bytes.value() == 10'000'000);
}

TEST_CASE("a file that has changed since begins again from zero") {
  DownloadWorld world;
  world.archive.file("d1t01.flac", 1'000).drops_after(700).becomes_another_file();
  const auto job = world.download("d1t01.flac");
  world.run_until_idle();
  CHECK(world.is_whole(job));
}

TEST_CASE("200 in place of 206 is a file from its beginning, and no byte is added twice") {
  DownloadWorld world;
  world.archive.file("d1t01.flac", 1'000).drops_after(700).ignores_the_range();
  const auto job = world.download("d1t01.flac");
  world.run_until_idle();
  CHECK(world.is_whole(job));
}

TEST_CASE("bytes from another place than asked for are not taken") {
  DownloadWorld world;
  world.archive.file("d1t01.flac", 1'000).drops_after(700).begins_too_late();
  const auto job = world.download("d1t01.flac");
  world.run_until_idle();
  CHECK(world.is_whole(job));
}

TEST_CASE("a file with a wrong byte is fetched once more") {
  DownloadWorld world;
  world.archive.file("d1t01.flac", 1'000).has_a_wrong_byte_at(500);
  const auto job = world.download("d1t01.flac");
  world.run_until_idle();
  CHECK(world.is_whole(job));
  CHECK(world.archive.ranges("d1t01.flac") == Ranges{"", ""});
}

TEST_CASE("a file that is wrong twice fails with both digests, and is kept aside") {
  DownloadWorld world;
  world.archive.file("d1t01.flac", 1'000).has_a_wrong_byte_at(500).has_a_wrong_byte_at(500);
  const auto job = world.download("d1t01.flac");
  world.run_until_idle();
  CHECK(world.status(job) == JobStatus::failed);
  CHECK(world.job(job).error.contains(world.archive.sha1("d1t01.flac")));
  CHECK(world.vault.files.empty());
  CHECK(world.vault.parts.empty());
  REQUIRE(world.vault.trash.size() == 1);
  CHECK(world.job(job).error.contains(world.vault.trash.begin()->first));

  CHECK(world.download("d1t01.flac") == job);
  world.run_until_idle();
  CHECK(world.is_whole(job));
}

TEST_CASE("an item that goes dark half way ends its download with that reason") {
  DownloadWorld world;
  world.archive.file("d1t01.flac", 1'000).drops_after(700).answers(404);
  const auto job = world.download("d1t01.flac");
  world.run_until_idle();
  CHECK(world.status(job) == JobStatus::failed);
  CHECK(world.job(job).error == "The Archive does not have this file any more.");
  CHECK(world.vault.parts.empty());
}

TEST_CASE("the Archive is waited for as long as it asks, and the job says what for") {
  DownloadWorld world;
  world.archive.file("d1t01.flac", 1'000).answers(503, {{"Retry-After", "600"}});
  const auto job = world.download("d1t01.flac");
  world.clock.advance(world.loop, 10s);
  CHECK(world.status(job) == JobStatus::pending);
  CHECK(world.job(job).waiting_for == WaitingFor::archive);
  CHECK(world.job(job).retry_at > world.clock.now() + 500s);
  world.run_until_idle();
  CHECK(world.is_whole(job));
}

TEST_CASE("a node that falls silent is given up after a while, and asked again") {
  DownloadWorld world;
  world.archive.file("d1t01.flac", 1'000).stalls_after(300);
  const auto job = world.download("d1t01.flac");
  world.run_until_idle();
  CHECK(world.is_whole(job));
  CHECK(world.archive.ranges("d1t01.flac") == Ranges{"", "bytes=300-"});
}

TEST_CASE("a full disk at any write makes the download wait, and then go on") {
  for (int nth = 1; nth <= 14; ++nth) {
    CAPTURE(nth);
    DownloadWorld world;
    world.archive.file("d1t01.flac", 2'000'000);
    world.vault.fails_at(nth, Errc::storage_full);
    const auto job = world.download("d1t01.flac");
    world.clock.advance(world.loop, 1s);
    if (world.status(job) == JobStatus::pending) {
      CHECK(world.job(job).waiting_for == WaitingFor::disk);
    }
    world.run_until_idle();
    CHECK(world.is_whole(job));
    CHECK(world.vault.parts.empty());
  }
}

TEST_CASE("a disk that fails once at any write costs a new beginning, and never a wrong file") {
  for (int nth = 1; nth <= 14; ++nth) {
    CAPTURE(nth);
    DownloadWorld world;
    world.archive.file("d1t01.flac", 2'000'000);
    world.vault.fails_at(nth, Errc::storage);
    const auto job = world.download("d1t01.flac");
    world.run_until_idle();
    CHECK(world.is_whole(job));
  }
}

TEST_CASE("a disk without room for the file is not written to until there is") {
  DownloadWorld world;
  world.archive.file("d1t01.flac", 1'000);
  world.vault.has_room(999);
  const auto job = world.download("d1t01.flac");
  world.clock.advance(world.loop, 1h);
  CHECK(world.job(job).waiting_for == WaitingFor::disk);
  CHECK(world.archive.ranges("d1t01.flac").empty());
  world.vault.has_room(1'000);
  world.clock.advance(world.loop, 30s);
  CHECK(world.is_whole(job));
}

TEST_CASE("a vault that is not mounted keeps downloads waiting, and has lost nothing") {
  DownloadWorld world;
  world.archive.file("d1t01.flac", 1'000);
  world.archive.file("d1t02.flac", 1'000);
  const auto first = world.download("d1t01.flac");
  world.run_until_idle();
  world.vault.is_there(false);
  const auto second = world.download("d1t02.flac");
  CHECK(world.download("d1t01.flac") == first);
  world.clock.advance(world.loop, 1h);
  CHECK(world.status(first) == JobStatus::completed);
  CHECK(world.job(second).waiting_for == WaitingFor::disk);
  world.vault.is_there(true);
  world.clock.advance(world.loop, 1min);
  CHECK(world.is_whole(second));
}

TEST_CASE("a disk that fails for an hour fails no job, and costs no byte that was flushed") {
  DownloadWorld world;
  world.archive.file("t00.flac", 1'000'000).stalls_after(700'000);
  const auto begun = world.download("t00.flac");
  world.clock.advance(world.loop, 5s);
  world.stop();
  const auto had = world.job(begun).bytes_done;
  REQUIRE(had > 0);

  world.vault.fails(Errc::storage);
  world.start();
  std::vector<JobId> jobs{begun};
  for (int i = 1; i < 40; ++i) {
    const auto name = "t" + std::to_string(i) + ".flac";
    world.archive.file(name, 1'000);
    jobs.push_back(world.download(name));
  }
  world.clock.advance(world.loop, 1h);
  for (const auto& job : jobs) {
    CHECK(world.status(job) == JobStatus::pending);
    CHECK(world.job(job).restarts == 0);
  }
  CHECK(world.job(begun).waiting_for == WaitingFor::disk);
  CHECK(world.job(begun).bytes_done == had);

  world.vault.fails({});
  world.run_until_idle();
  for (const auto& job : jobs)
    CHECK(world.is_whole(job));
  CHECK(world.archive.ranges("t00.flac") == Ranges{"", "bytes=" + std::to_string(had) + "-"});
}

TEST_CASE("after a write or flush that failed the file begins at zero, when the disk is well") {
  for (const int nth : {34, 70}) {  // the first flush; a write after it
    CAPTURE(nth);
    DownloadWorld world;
    world.archive.file("d1t01.flac", 2'000'000);
    world.vault.fails_at(nth, Errc::storage);
    const auto job = world.download("d1t01.flac");
    world.clock.advance(world.loop, 1s);
    CHECK(world.job(job).waiting_for == WaitingFor::disk);
    CHECK(world.job(job).bytes_done == 0);
    CHECK(world.job(job).restarts == 0);
    world.run_until_idle();
    CHECK(world.is_whole(job));
    CHECK(world.archive.ranges("d1t01.flac") == Ranges{"", ""});
  }
}

TEST_CASE("a database that fails once at any moment costs no byte and no new beginning") {
  for (int nth = 1; nth <= 6; ++nth) {
    CAPTURE(nth);
    DownloadWorld world;
    world.archive.file("d1t01.flac", 2'000'000);
    world.store.save_fails_at(nth);
    const auto job = world.download("d1t01.flac");
    world.run_until_idle();
    CHECK(world.is_whole(job));
    CHECK(world.tally.bytes.value() == 2'000'000);
    CHECK(world.tally.begun_anew.value() == 0);
  }
}

TEST_CASE("a node that always begins at zero and drops is not asked without end") {
  DownloadWorld world;
  auto& file = world.archive.file("d1t01.flac", 1'000).drops_after(700);
  for (int i = 0; i < 100; ++i)
    file.sends_anew_and_drops_after(i % 2 == 0 ? 500 : 600);
  const auto job = world.download("d1t01.flac");
  world.run_until_idle();
  CHECK(world.status(job) == JobStatus::failed);
  CHECK(world.archive.ranges("d1t01.flac").size() <= 20);
  CHECK(world.clock.elapsed() > 60s);
}

TEST_CASE("a job that has waited asks again what its file has to come to") {
  DownloadWorld world;
  world.archive.file("d1t01.flac", 1'000);
  world.vault.is_there(false);
  const auto job = world.download("d1t01.flac");
  world.clock.advance(world.loop, 1h);
  world.archive.file("d1t01.flac", 2'000);  // its uploader has replaced it
  world.vault.is_there(true);
  world.run_until_idle();
  CHECK(world.is_whole(job));
  CHECK(world.job(job).expected.bytes == 2'000);
  CHECK(world.archive.ranges("d1t01.flac") == Ranges{""});
  CHECK(world.tally.begun_anew.value() == 0);
}

TEST_CASE("what came of a file that was replaced meanwhile is not gone on with") {
  DownloadWorld world;
  world.archive.file("d1t01.flac", 1'000'000).stalls_after(700'000);
  const auto job = world.download("d1t01.flac");
  world.clock.advance(world.loop, 5s);
  world.stop();
  REQUIRE(world.job(job).bytes_done > 0);
  world.archive.file("d1t01.flac", 900'000);
  world.clock.advance(world.loop, 1h);
  world.start();
  world.run_until_idle();
  CHECK(world.is_whole(job));
  CHECK(world.archive.ranges("d1t01.flac") == Ranges{"", ""});
  CHECK(world.tally.begun_anew.value() == 0);
}

TEST_CASE("a file that was taken back while its job waited is not asked for") {
  DownloadWorld world;
  auto& file = world.archive.file("d1t01.flac", 1'000);
  world.vault.is_there(false);
  const auto job = world.download("d1t01.flac");
  world.clock.advance(world.loop, 1h);
  file.is_private();
  world.vault.is_there(true);
  world.run_until_idle();
  CHECK(world.status(job) == JobStatus::failed);
  CHECK_FALSE(world.job(job).error.empty());
  CHECK(world.archive.ranges("d1t01.flac").empty());
}

TEST_CASE("the files of one item that have waited do not ask for it one by one") {
  DownloadWorld world;
  std::vector<JobId> jobs;
  world.vault.is_there(false);
  for (int i = 0; i < 10; ++i) {
    const auto name = "t" + std::to_string(i) + ".flac";
    world.archive.file(name, 1'000);
    jobs.push_back(world.download(name));
  }
  world.clock.advance(world.loop, 1h);
  const auto asked = [&] {
    return std::ranges::count_if(world.archive.requests(), [](const SeenRequest& request) {
      return request.target.starts_with("/metadata/");
    });
  };
  const auto before = asked();
  world.vault.is_there(true);
  world.run_until_idle();
  for (const auto& job : jobs)
    CHECK(world.is_whole(job));
  CHECK(asked() - before <= 2);  // two begin at once
}

TEST_CASE("a file without digest and tag is fetched from its beginning, whatever is there") {
  DownloadWorld world;
  world.archive.file("notes.txt", 1'000)
      .has_no_digest(true)
      .drops_after(700)
      .becomes_another_file();
  const auto job = world.download("notes.txt");
  world.run_until_idle();
  CHECK(world.is_whole(job));
  CHECK(world.archive.ranges("notes.txt") == Ranges{"", ""});
}

TEST_CASE("a file without digest is never made of two versions") {
  DownloadWorld world;
  world.archive.file("notes.txt", 1'000)
      .has_no_digest(false)
      .drops_after(700)
      .goes_on_as_another_file();
  const auto job = world.download("notes.txt");
  world.run_until_idle();
  CHECK(world.is_whole(job));
}

TEST_CASE("a bug while bytes come is a bug, and nobody waits for ever") {
  DownloadWorld world;
  world.archive.file("d1t01.flac", 1'000);
  world.archive.wire().takes(1s);
  world.vault.throws_at(2);  // the first bytes, after the part was opened
  world.download("d1t01.flac");
  CHECK_THROWS_AS(world.clock.advance(world.loop, 1h), std::logic_error);
}
