// The real program as the worker's child, and programs that misbehave in its place.

#include "async/await.hpp"
#include "async/loop.hpp"
#include "download/media/media_worker.hpp"
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

Task<void> keep_map(MediaWorker& worker, http::FileBody file,
                    std::optional<Result<audio::SliceMap>>& into) {
  auto map = co_await worker.slice_map(std::move(file));
  into.emplace(std::move(map));
}

/// A worker and the loop that asks it, which outlives its pool.
struct Desk {
  explicit Desk(MediaWorker::Settings settings) : worker(std::move(settings)) {}

  Result<audio::SliceMap> map(const std::string& path) {
    auto file = http::FileBody::open(path);
    REQUIRE(file);
    std::optional<Result<audio::SliceMap>> map;
    async::await(home.executor(), keep_map(worker, std::move(*file), map));
    return std::move(*map);
  }

  async::LoopThread home{"home"};
  MediaWorker worker;
};

std::string flac(std::size_t frames) {
  return fake_archive::encode(fake_archive::Coding::flac, fake_archive::record(1977, {}, frames),
                              {}, fake_archive::Tags(), 1);
}

}  // namespace

TEST_CASE("the program cuts a file into slices in a process of its own") {
  const ScratchFolder folder;
  Desk desk(real_program());
  const auto map = desk.map(folder.file("t01.flac", flac(5 * 44'100)));
  REQUIRE_MESSAGE(map.has_value(), (map ? "" : map.error().detail));
  CHECK(map->samples == 5 * 44'100);
  CHECK(map->slices.size() == 3);
}

TEST_CASE("a bad file is refused with its reason, and the next good one is cut") {
  const ScratchFolder folder;
  Desk desk(real_program());
  auto damaged = flac(44'100);
  damaged[damaged.size() / 2] = static_cast<char>(damaged[damaged.size() / 2] ^ 1);
  struct Case {
    std::string_view why, text, sentence;
  };
  // clang-format off
  const auto cases = std::to_array<Case>({
      {"damaged",   damaged,                 "damaged"},
      {"a page",    "<html>not sound</html>", "no sound"},
      {"empty",     "",                      "no sound"},
  });
  // clang-format on
  for (const auto& c : cases) {
    CAPTURE(c.why);
    const auto map = desk.map(folder.file("bad.flac", c.text));
    REQUIRE_FALSE(map);
    CHECK(map.error().code == Errc::invalid);
    CAPTURE(map.error().message);
    CHECK(map.error().message.contains(c.sentence));
  }
  CHECK(desk.map(folder.file("good.flac", flac(1'000))));
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
      {"writes a map of nothing",   "echo '{}'",                         Errc::invalid},
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
    const auto map = desk.map(path);
    REQUIRE_FALSE(map);
    CHECK(map.error().code == c.code);
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
    const auto map = desk.map(path);
    REQUIRE_FALSE(map);
    CHECK(map.error().message == c.message);
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
  const auto map = desk.map(path);
  REQUIRE_FALSE(map);
  CHECK(map.error().message == "the very bytes 012 none");
  ::close(mine);
}

TEST_CASE("a child that takes too long is ended at its time") {
  const ScratchFolder folder;
  auto settings = shell("exec >&-; while :; do :; done");
  settings.patience = 1s;
  Desk desk(std::move(settings));
  const auto map = desk.map(folder.file("t01.flac", "any"));
  REQUIRE_FALSE(map);
  CHECK(map.error().code == Errc::timed_out);
}

TEST_CASE("stopping ends the children that run, and those that wait") {
  const ScratchFolder folder;
  const auto path = folder.file("t01.flac", "any");
  Desk desk(shell("while :; do :; done"));
  std::array<std::optional<Result<audio::SliceMap>>, 4> maps;
  std::vector<std::future<void>> ends;
  for (auto& map : maps) {
    auto file = http::FileBody::open(path);
    REQUIRE(file);
    std::promise<void> ended;
    ends.push_back(ended.get_future());
    boost::asio::co_spawn(
        desk.home.executor(), keep_map(desk.worker, std::move(*file), map),
        [ended = std::move(ended)](const std::exception_ptr&) mutable { ended.set_value(); });
  }
  desk.worker.stop();
  for (auto& end : ends)
    end.wait();
  for (const auto& map : maps) {
    REQUIRE(map);
    REQUIRE_FALSE(*map);
    CHECK(map->error().code == Errc::cancelled);
  }
}

TEST_CASE("a program that is not there is no fault of the file") {
  const ScratchFolder folder;
  MediaWorker::Settings settings;
  settings.program = "/nowhere/tapedeck";
  Desk desk(std::move(settings));
  const auto map = desk.map(folder.file("t01.flac", "any"));
  REQUIRE_FALSE(map);
  CHECK(map.error().code == Errc::unavailable);
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
