// The real program as the worker's child, and programs that misbehave in its place.

#include "async/await.hpp"
#include "async/loop.hpp"
#include "download/media/media_worker.hpp"
#include "fake_archive/digests.hpp"
#include "fake_archive/encode.hpp"
#include "fake_archive/sound.hpp"
#include "support/program.hpp"
#include "support/scratch_folder.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdlib>
#include <future>
#include <optional>
#include <string>
#include <utility>
#include <vector>

using namespace tapedeck;
using namespace tapedeck::download;
using namespace tapedeck::test;
using namespace std::chrono_literals;

namespace {

/// A worker whose child is a line of shell.
MediaWorker::Settings shell(std::string line) {
  MediaWorker::Settings settings;
  settings.program = "/bin/sh";
  settings.arguments = {"-c", std::move(line)};
  return settings;
}

MediaWorker::Settings real_program() {
  MediaWorker::Settings settings;
  settings.program = TAPEDECK_PROGRAM;
  return settings;
}

Task<void> keep_found(MediaWorker& worker, http::FileBody file,
                      std::optional<Result<Examination>>& into) {
  auto found = co_await worker.examine(std::move(file));
  into.emplace(std::move(found));
}

/// A worker and the loop that asks it, which outlives its pool.
struct Desk {
  explicit Desk(MediaWorker::Settings settings) : worker(std::move(settings)) {}

  Result<Examination> examine(const std::string& path) {
    auto file = http::FileBody::open(path);
    REQUIRE(file);
    std::optional<Result<Examination>> found;
    async::await(home.executor(), keep_found(worker, std::move(*file), found));
    return std::move(*found);
  }

  async::LoopThread home{"home"};
  MediaWorker worker;
};

std::string flac(std::size_t frames) {
  return fake_archive::encode(fake_archive::Coding::flac, fake_archive::record(1977, {}, frames),
                              {}, fake_archive::Tags(), 1);
}

}  // namespace

TEST_CASE("the program examines a file in a process of its own") {
  const ScratchFolder folder;
  Desk desk(real_program());
  const auto text = flac(5 * 44'100);
  const auto found = desk.examine(folder.file("t01.flac", text));
  REQUIRE_MESSAGE(found.has_value(), (found ? "" : found.error().detail));
  CHECK(found->sums.md5 == fake_archive::digests_of(text).md5);
  CHECK(found->sums.sha1 == fake_archive::digests_of(text).sha1);
  REQUIRE(found->slices);
  CHECK(found->slices->samples == 5 * 44'100);
  CHECK(found->slices->slices.size() == 3);
  REQUIRE(found->hearing);
  CHECK(found->hearing->samples == 5 * 44'100);
  CHECK(found->hearing->announced_md5 == found->hearing->pcm_md5);
  CHECK(found->hearing->faults.empty());
}

TEST_CASE("every kind of sound is decoded with the rights that the child keeps") {
  const ScratchFolder folder;
  Desk desk(real_program());
  using fake_archive::Coding;
  for (const auto coding :
       {Coding::flac, Coding::mp3, Coding::vorbis, Coding::shorten, Coding::wav}) {
    CAPTURE(static_cast<int>(coding));
    const auto text = fake_archive::encode(coding, fake_archive::record(1977, {}, 44'100), {},
                                           fake_archive::Tags(), 1);
    const auto found = desk.examine(folder.file("t01", text));
    REQUIRE_MESSAGE(found.has_value(), (found ? "" : found.error().detail));
    REQUIRE_MESSAGE(found->hearing.has_value(),
                    (found->hearing ? "" : found->hearing.error().message));
    CHECK(found->hearing->samples == 44'100);
    CHECK(found->hearing->faults.empty());
  }
}

TEST_CASE("a bad file is refused with its reason, and the next good one is examined") {
  const ScratchFolder folder;
  Desk desk(real_program());
  struct Case {
    std::string_view why, text, slices, hearing;
  };
  // clang-format off
  const auto cases = std::to_array<Case>({
      {"a page",    "<html>not sound</html>", "no sound", "no sound"},
      {"empty",     "",                       "no sound", "no sound"},
      {"FLAC's word", "fLaC",                 "FLAC file ends before", "FLAC file ends before"},
  });
  // clang-format on
  for (const auto& c : cases) {
    CAPTURE(c.why);
    const auto found = desk.examine(folder.file("bad.flac", c.text));
    REQUIRE(found);
    REQUIRE_FALSE(found->slices);
    CHECK(found->slices.error().code == Errc::invalid);
    CAPTURE(found->slices.error().message);
    CHECK(found->slices.error().message.contains(c.slices));
    REQUIRE_FALSE(found->hearing);
    CAPTURE(found->hearing.error().message);
    CHECK(found->hearing.error().message.contains(c.hearing));
  }
  const auto found = desk.examine(folder.file("good.flac", flac(1'000)));
  REQUIRE(found);
  CHECK(found->slices);
}

TEST_CASE("a damaged file has no slices, and is heard with its fault") {
  const ScratchFolder folder;
  Desk desk(real_program());
  auto damaged = flac(2 * 44'100);
  damaged[damaged.size() / 2] = static_cast<char>(damaged[damaged.size() / 2] ^ 1);
  const auto found = desk.examine(folder.file("bad.flac", damaged));
  REQUIRE(found);
  REQUIRE_FALSE(found->slices);
  CHECK(found->slices.error().message.contains("damaged"));
  REQUIRE(found->hearing);
  REQUIRE_FALSE(found->hearing->faults.empty());
  CHECK(found->hearing->faults.front().contains("damaged"));
}

TEST_CASE("what a child had found out when the file ended it is kept") {
  const ScratchFolder folder;
  const auto path = folder.file("t01.flac", "any");
  const std::string sums =
      R"({"bytes":3,"md5":"00000000000000000000000000000000","sha1":"0000000000000000000000000000000000000000"})";
  const std::string slices =
      R"({"codec":"mp3","sample_rate":44100,"channels":2,"total":9,"head":"","slices":[[0,3,0,9]]})";
  for (const std::string_view end : {"kill -SEGV $$", "kill -XCPU $$", ":"}) {
    CAPTURE(end);
    Desk desk(shell("echo '" + sums + "'; echo '" + slices + "'; printf '{\"codec'; " +
                    std::string(end)));
    const auto found = desk.examine(path);
    REQUIRE(found);
    CHECK(found->sums.bytes == 3);
    REQUIRE(found->slices);
    CHECK(found->slices->samples == 9);
    REQUIRE_FALSE(found->hearing);
    CHECK(found->hearing.error().message == "The sound of this file cannot be read.");
  }
}

TEST_CASE("what a child does wrong ends that child, and is told from what may pass") {
  struct Case {
    std::string_view why;
    std::string line;
    Errc code;
  };
  // clang-format off
  const auto cases = std::to_array<Case>({
      {"crashes",                   "kill -SEGV $$",                     Errc::invalid},
      {"aborts",                    "kill -ABRT $$",                     Errc::invalid},
      {"uses up its time",          "kill -XCPU $$",                     Errc::invalid},
      {"is killed from outside",    "kill -KILL $$",                     Errc::unavailable},
      {"writes without end",        "while :; do echo nonsense; done",   Errc::invalid},
      {"writes nonsense",           "echo nonsense",                     Errc::invalid},
      {"writes nothing",            ":",                                 Errc::invalid},
      {"writes an empty line",      "echo '{}'",                         Errc::invalid},
      {"says it is the disk",       "exit 74",                           Errc::storage},
      {"ends in another way",       "exit 1",                            Errc::unavailable},
  });
  // clang-format on
  const ScratchFolder folder;
  const auto path = folder.file("t01.flac", "any");
  for (const auto& c : cases) {
    CAPTURE(c.why);
    auto settings = shell(c.line);
    settings.most_output = 100'000;
    Desk desk(std::move(settings));
    const auto found = desk.examine(path);
    REQUIRE_FALSE(found);
    CHECK(found.error().code == c.code);
  }
}

TEST_CASE("what a child says is passed on only when it is a sentence") {
  const ScratchFolder folder;
  const auto path = folder.file("t01.flac", "any");
  struct Case {
    std::string line, message;
  };
  for (const auto& c : std::to_array<Case>(
           {{"printf 'There is a hole in it.'; exit 65", "There is a hole in it."},
            {"printf 'forged\\nline'; exit 65", "The sound of this file cannot be read."},
            {"printf '\\377\\376'; exit 65", "The sound of this file cannot be read."},
            {"exit 65", "The sound of this file cannot be read."}})) {
    CAPTURE(c.line);
    Desk desk(shell(c.line));
    const auto found = desk.examine(path);
    REQUIRE_FALSE(found);
    CHECK(found.error().message == c.message);
  }
}

TEST_CASE("a child gets the file, and nothing else of ours") {
  const ScratchFolder folder;
  const auto path = folder.file("t01.flac", "the very bytes");
  const int mine = ::open("/dev/null", O_RDONLY);  // left open for children on purpose
  ::setenv("TAPEDECK_SECRET_OF_TEST", "1", 1);
  Desk desk(shell(R"(
    read -r line
    open=''
    for number in 0 1 2 3 4 5 6 7 8 9; do
      [ -e /proc/$$/fd/$number ] && open="$open$number"
    done
    printf '%s %s %s' "$line" "$open" "${TAPEDECK_SECRET_OF_TEST-none}"
    exit 65)"));
  const auto found = desk.examine(path);
  REQUIRE_FALSE(found);
  CHECK(found.error().message == "the very bytes 012 none");
  ::close(mine);
}

TEST_CASE("a child that takes too long is ended at its time") {
  const ScratchFolder folder;
  auto settings = shell("exec >&-; while :; do :; done");
  settings.patience = 1s;
  Desk desk(std::move(settings));
  const auto found = desk.examine(folder.file("t01.flac", "any"));
  REQUIRE_FALSE(found);
  CHECK(found.error().code == Errc::timed_out);
}

TEST_CASE("stopping ends the children that run, and those that wait") {
  const ScratchFolder folder;
  const auto path = folder.file("t01.flac", "any");
  Desk desk(shell("while :; do :; done"));
  std::array<std::optional<Result<Examination>>, 4> all;
  std::vector<std::future<void>> ends;
  for (auto& found : all) {
    auto file = http::FileBody::open(path);
    REQUIRE(file);
    std::promise<void> ended;
    ends.push_back(ended.get_future());
    boost::asio::co_spawn(
        desk.home.executor(), keep_found(desk.worker, std::move(*file), found),
        [ended = std::move(ended)](const std::exception_ptr&) mutable { ended.set_value(); });
  }
  desk.worker.stop();
  for (auto& end : ends)
    end.wait();
  for (const auto& found : all) {
    REQUIRE(found);
    REQUIRE_FALSE(*found);
    CHECK(found->error().code == Errc::cancelled);
  }
}

TEST_CASE("a program that is not there is no fault of the file") {
  const ScratchFolder folder;
  MediaWorker::Settings settings;
  settings.program = "/nowhere/tapedeck";
  Desk desk(std::move(settings));
  const auto found = desk.examine(folder.file("t01.flac", "any"));
  REQUIRE_FALSE(found);
  CHECK(found.error().code == Errc::unavailable);
}

TEST_CASE("the worker's verb wants a file and says so") {
  const ScratchFolder folder;
  Program without({TAPEDECK_PROGRAM, "worker"}, {}, folder.path().string());
  CHECK(without.wait() == 64);
  CHECK(without.errors().contains("media"));
  // Its standard input is /dev/null, which is no regular file.
  Program none({TAPEDECK_PROGRAM, "worker", "media"}, {}, folder.path().string());
  CHECK(none.wait() == 65);
  CHECK(none.output() == "What was given is no regular file.");
}
