#include "archive/limiter.hpp"
#include "async/manual_clock.hpp"
#include "async/task_group.hpp"
#include "support/memory_sink.hpp"
#include "support/scripted_archive.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace tapedeck;
using namespace tapedeck::archive;
using namespace std::chrono_literals;

namespace {

using Milliseconds = std::vector<std::chrono::milliseconds>;

/// What a call came to: its error, or nothing.
struct CallEnd {
  bool ended = false;
  std::optional<Error> error{};
};

/// A clock that jumps and a scripted Archive: no socket, no sleep.
struct World {
  async::Loop loop;
  async::ManualClock clock;
  async::TaskGroup group{loop.executor()};
  test::ScriptedArchive archive;
  std::vector<std::unique_ptr<CallEnd>> calls;

  explicit World(Manners manners = {}) : archive(clock, manners) {}
  ~World() {
    group.cancel();
    while (loop.poll() > 0) {
    }
  }

  const CallEnd& item(std::chrono::nanoseconds patience = 1h) {
    calls.push_back(std::make_unique<CallEnd>());
    group.spawn(look_up(archive, Deadline::in(clock, patience), *calls.back()));
    return *calls.back();
  }

  const CallEnd& fetch(std::string file, test::MemorySink& sink,
                       std::chrono::nanoseconds patience = 1h, Purpose purpose = Purpose::keep) {
    calls.push_back(std::make_unique<CallEnd>());
    FetchRequest request{.item = *ItemIdentifier::parse("gd1977-05-08"),
                         .file = *FileName::parse(file),
                         .purpose = purpose};
    const Patience how{.begin_by = Deadline::in(clock, patience), .idle = 30s};
    group.spawn(send(archive, std::move(request), sink, how, *calls.back()));
    return *calls.back();
  }

  void run() { clock.run_until_idle(loop); }

  static Task<void> look_up(Archive& archive, Deadline deadline, CallEnd& call) {
    auto name = *ItemIdentifier::parse("gd1977-05-08");
    auto item = co_await archive.item(std::move(name), deadline);
    call.ended = true;
    if (!item) call.error = item.error();
  }

  static Task<void> send(Archive& archive, FetchRequest request, Sink& sink, Patience how,
                         CallEnd& call) {
    auto sent = co_await archive.fetch(std::move(request), sink, how);
    call.ended = true;
    if (!sent) call.error = sent.error();
  }
};

}  // namespace

TEST_CASE("lookups go one at a time, a quarter of a second apart") {
  World world;
  for (int i = 0; i < 4; ++i)
    world.item();
  world.run();
  CHECK(world.archive.wire().begun() == Milliseconds{0ms, 250ms, 500ms, 750ms});
  CHECK(world.archive.wire().most_under_way() == 1);
}

TEST_CASE("a slow answer holds the next lookup back") {
  World world;
  world.archive.wire().takes(2s);
  for (int i = 0; i < 3; ++i)
    world.item();
  world.run();
  CHECK(world.archive.wire().begun() == Milliseconds{0ms, 2s, 4s});
  CHECK(world.archive.wire().most_under_way() == 1);
}

TEST_CASE("at most two files are sent at once") {
  World world;
  world.archive.wire().takes(10s);
  world.archive.file("a.flac", 100);
  std::vector<test::MemorySink> sinks(5);
  for (auto& sink : sinks)
    world.fetch("a.flac", sink);
  world.run();
  CHECK(world.archive.wire().most_under_way() == 2);
  CHECK(world.archive.wire().begun() == Milliseconds{0ms, 0ms, 10s, 10s, 20s});
}

TEST_CASE("who listens does not wait for what is only to be kept") {
  World world;
  world.archive.wire().takes(10s);
  world.archive.file("a.flac", 100);
  std::vector<test::MemorySink> kept(3);
  for (auto& sink : kept)
    world.fetch("a.flac", sink);
  std::vector<test::MemorySink> heard(3);
  for (auto& sink : heard)
    world.fetch("a.flac", sink, 1h, Purpose::play);
  world.run();
  CHECK(world.archive.wire().begun() == Milliseconds{0ms, 0ms, 0ms, 0ms, 10s, 10s});
}

TEST_CASE("a transfer does not hold a lookup up") {
  World world;
  world.archive.wire().takes(10s);
  world.archive.file("a.flac", 100);
  test::MemorySink sink;
  world.fetch("a.flac", sink);
  world.item();
  world.run();
  CHECK(world.archive.wire().begun() == Milliseconds{0ms, 0ms});
}

TEST_CASE("a 503 that says when holds everybody back until then") {
  World world;
  world.archive.file("a.flac", 100);
  world.archive.next("/metadata/", {.status = 503, .headers = {{"Retry-After", "30"}}});
  test::MemorySink sink;
  world.item();
  world.loop.poll();
  world.item();
  world.fetch("a.flac", sink);
  world.run();
  // One goes first to find out; its answer lets the other in.
  CHECK(world.archive.wire().begun() == Milliseconds{0ms, 30s, 30s});
  CHECK(sink.kept.size() == 100);
}

TEST_CASE("the time to come again may be a date") {
  World world;
  // The clock begins on 8 May 1977 at 20:00.
  world.archive.next(
      "/metadata/", {.status = 429, .headers = {{"Retry-After", "Sun, 08 May 1977 20:02:00 GMT"}}});
  world.item();
  world.loop.poll();
  world.item();
  world.run();
  CHECK(world.archive.wire().begun() == Milliseconds{0ms, 120s});
}

TEST_CASE("nobody is held back for more than an hour") {
  World world;
  world.archive.next("/metadata/", {.status = 503, .headers = {{"Retry-After", "1000000000"}}});
  world.item();
  world.loop.poll();
  world.item(2h);
  world.run();
  CHECK(world.archive.wire().begun() == Milliseconds{0ms, 1h});
}

TEST_CASE("an overloaded Archive is asked less and less often") {
  World world;
  world.archive.always("/metadata/", {.status = 503});
  for (int i = 0; i < 12; ++i)
    world.item(10h);
  world.run();
  const auto& begun = world.archive.wire().begun();
  REQUIRE(begun.size() == 12);
  std::chrono::milliseconds longest = 2s;
  for (std::size_t i = 1; i < begun.size(); ++i) {
    CAPTURE(i);
    CHECK(begun[i] - begun[i - 1] >= longest / 2);
    CHECK(begun[i] - begun[i - 1] <= longest);
    longest = std::min<std::chrono::milliseconds>(2 * longest, 300s);
  }
}

TEST_CASE("after a 503 one call goes alone until it is answered") {
  World world;
  world.archive.wire().takes(5s);
  world.archive.file("a.flac", 100);
  world.archive.next("/download/", {.status = 503, .headers = {{"Retry-After", "60"}}});
  std::vector<test::MemorySink> sinks(4);
  for (auto& sink : sinks)
    world.fetch("a.flac", sink);
  world.run();
  // Two at first, one of which is refused at 5 s; the scout at 65 s; the last when it is answered.
  CHECK(world.archive.wire().begun() == Milliseconds{0ms, 0ms, 65s, 70s});
}

TEST_CASE("who cannot wait that long is told at once when to come again") {
  World world;
  world.archive.next("/metadata/", {.status = 429, .headers = {{"Retry-After", "600"}}});
  world.item();
  world.loop.poll();
  const auto& refused = world.item(10s);
  world.loop.poll();
  REQUIRE(refused.error);
  CHECK(refused.error->code == Errc::rate_limited);
  CHECK(refused.error->retry_after == 600s);
  CHECK(world.clock.elapsed() == 0s);
  CHECK(world.archive.requests().size() == 1);
}

TEST_CASE("who waits for its turn longer than it can is told so at its deadline") {
  World world;
  world.archive.wire().takes(60s);
  world.item();
  world.loop.poll();
  const auto& late = world.item(10s);
  world.clock.advance(world.loop, 9s);
  CHECK_FALSE(late.ended);
  world.clock.advance(world.loop, 1s);
  REQUIRE(late.error);
  CHECK(late.error->code == Errc::timed_out);
}

TEST_CASE("an Archive that refuses is left alone, and asked by one call at a time") {
  World world;
  world.archive.always("/metadata/", {.refuses = true});
  const auto& first = world.item();
  world.loop.poll();
  REQUIRE(first.error);
  CHECK(first.error->code == Errc::unavailable);

  // Nobody waits for it: 59 s later it is still left alone, and says for how long.
  world.clock.advance(world.loop, 59s);
  const auto& refused = world.item();
  world.loop.poll();
  REQUIRE(refused.error);
  CHECK(refused.error->code == Errc::unavailable);
  CHECK(refused.error->retry_after == 1s);
  CHECK(world.archive.requests().size() == 1);

  // Then one finds out for all three, and the others hear that it is still away.
  world.clock.advance(world.loop, 1s);
  world.archive.wire().takes(3s);
  for (int i = 0; i < 3; ++i)
    world.item();
  world.run();
  CHECK(world.archive.requests().size() == 2);
  CHECK(world.archive.wire().begun().back() == 60s);
  for (const auto& call : world.calls) {
    REQUIRE(call->error);
    CHECK(call->error->code == Errc::unavailable);
  }
  CHECK(world.archive.limiter().standing().cut_off_for == 120s);
}

TEST_CASE("an Archive that is back serves everybody again") {
  World world;
  world.archive.next("/metadata/", {.refuses = true});
  world.item();
  world.clock.advance(world.loop, 60s);
  for (int i = 0; i < 3; ++i)
    world.item();
  world.run();
  CHECK(world.archive.wire().begun() == Milliseconds{0ms, 60s, 60s + 250ms, 60s + 500ms});
  CHECK(world.archive.limiter().standing().cut_off_for == 0s);
}

TEST_CASE("an Archive that swallows everything is left alone after three calls") {
  World world;
  world.archive.always("/metadata/", {.stalls_after = 0});
  for (int i = 0; i < 5; ++i) {
    world.item(20s);
    world.run();
  }
  CHECK(world.archive.requests().size() == 3);
  CHECK(world.calls[2]->error->code == Errc::timed_out);
  CHECK(world.calls[3]->error->code == Errc::unavailable);
}

TEST_CASE("a call that is cancelled while it waits gives its place up") {
  World world;
  world.archive.wire().takes(10s);
  async::TaskGroup impatient(world.loop.executor());
  CallEnd given_up;
  world.item();
  world.loop.poll();
  impatient.spawn(World::look_up(world.archive, Deadline::in(world.clock, 1h), given_up));
  world.loop.poll();
  world.item();
  impatient.cancel();
  while (world.loop.poll() > 0) {
  }
  CHECK(impatient.size() == 0);
  world.run();
  CHECK(world.archive.wire().begun() == Milliseconds{0ms, 10s});
}

TEST_CASE("a scout that is cancelled lets the next one find out") {
  World world;
  world.archive.next("/metadata/", {.refuses = true});
  world.item();
  world.clock.advance(world.loop, 60s);
  world.archive.wire().takes(10s);
  async::TaskGroup impatient(world.loop.executor());
  CallEnd given_up;
  impatient.spawn(World::look_up(world.archive, Deadline::in(world.clock, 1h), given_up));
  world.loop.poll();
  const auto& next = world.item();
  world.clock.advance(world.loop, 1s);
  impatient.cancel();
  while (world.loop.poll() > 0) {
  }
  world.run();
  CHECK(next.ended);
  CHECK(world.archive.wire().begun() == Milliseconds{0ms, 60s, 61s});
}

TEST_CASE("no more than so many wait for the Archive") {
  World world({.queue = 2});
  world.archive.wire().takes(10s);
  for (int i = 0; i < 3; ++i) {
    world.item();
    world.loop.poll();
  }
  const auto& refused = world.item();
  world.loop.poll();
  REQUIRE(refused.error);
  CHECK(refused.error->code == Errc::unavailable);
  CHECK(refused.error->retry_after);
  const auto standing = world.archive.limiter().standing();
  CHECK(standing.waiting[0] == 2);
  CHECK(standing.running[0] == 1);
  world.run();
}
