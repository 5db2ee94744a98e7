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

constexpr std::string_view item_path = "/metadata/";
constexpr std::string_view picture_path = "/services/img/";
constexpr std::string_view walk_path = "/services/search/";

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

  const CallEnd& picture(std::chrono::nanoseconds patience = 1h) {
    calls.push_back(std::make_unique<CallEnd>());
    group.spawn(show(archive, Deadline::in(clock, patience), *calls.back()));
    return *calls.back();
  }

  const CallEnd& batch(std::chrono::nanoseconds patience = 1h) {
    calls.push_back(std::make_unique<CallEnd>());
    group.spawn(walk(archive, Deadline::in(clock, patience), *calls.back()));
    return *calls.back();
  }

  /// When the calls for `path` began.
  [[nodiscard]] Milliseconds begun(std::string_view path) {
    Milliseconds times;
    const auto requests = archive.requests();
    for (std::size_t i = 0; i < requests.size(); ++i) {
      if (requests[i].target.starts_with(path)) times.push_back(archive.wire().begun()[i]);
    }
    return times;
  }

  void run() { clock.run_until_idle(loop); }

  static Task<void> look_up(Archive& archive, Deadline deadline, CallEnd& call) {
    auto name = *ItemIdentifier::parse("gd1977-05-08");
    auto item = co_await archive.item(std::move(name), deadline);
    call.ended = true;
    if (!item) call.error = item.error();
  }

  static Task<void> show(Archive& archive, Deadline deadline, CallEnd& call) {
    auto name = *ItemIdentifier::parse("gd1977-05-08");
    auto picture = co_await archive.picture(std::move(name), deadline);
    call.ended = true;
    if (!picture) call.error = picture.error();
  }

  static Task<void> walk(Archive& archive, Deadline deadline, CallEnd& call) {
    ScrapeQuery query;
    query.query = recordings();
    auto page = co_await archive.scrape(std::move(query), deadline);
    call.ended = true;
    if (!page) call.error = page.error();
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

TEST_CASE("a search behind fifty pictures goes next") {
  World world;
  for (int i = 0; i < 50; ++i)
    world.picture();
  world.clock.advance(world.loop, 1100ms);
  world.item();
  world.run();
  CHECK(world.begun(item_path) == Milliseconds{1250ms});
  CHECK(world.begun(picture_path).size() == 50);
  CHECK(world.archive.wire().begun().back() == 50 * 250ms);
}

TEST_CASE("a lookup goes out while a batch of a walk is under way, and while a picture is") {
  World world;
  world.archive.wire().takes(60s);
  world.batch();
  world.picture();
  world.loop.poll();
  world.clock.advance(world.loop, 10s);
  world.item();
  world.run();
  CHECK(world.begun(walk_path) == Milliseconds{0ms});
  CHECK(world.begun(picture_path) == Milliseconds{250ms});
  CHECK(world.begun(item_path) == Milliseconds{10s});
}

TEST_CASE("pictures and walks go on while a slow lookup holds the next ones back") {
  World world;
  world.archive.wire().takes(2s);
  world.item();
  world.item();
  world.loop.poll();
  world.picture();
  world.batch();
  world.run();
  CHECK(world.begun(item_path) == Milliseconds{0ms, 2s});
  CHECK(world.begun(picture_path) == Milliseconds{250ms});
  CHECK(world.begun(walk_path) == Milliseconds{500ms});
}

TEST_CASE("lookups, pictures and walks together are four a second, and one of each at once") {
  World world;
  world.archive.wire().takes(400ms);
  for (int i = 0; i < 6; ++i) {
    world.picture();
    world.batch();
    world.item();
    world.loop.poll();
  }
  world.run();
  const auto& begun = world.archive.wire().begun();
  REQUIRE(begun.size() == 18);
  for (std::size_t i = 1; i < begun.size(); ++i) {
    CAPTURE(i);
    CHECK(begun[i] - begun[i - 1] >= 250ms);
  }
  CHECK(world.archive.wire().most_under_way() <= 3);
  for (const auto path : {item_path, picture_path, walk_path}) {
    CAPTURE(path);
    const auto own = world.begun(path);
    REQUIRE(own.size() == 6);
    for (std::size_t i = 1; i < own.size(); ++i)
      CHECK(own[i] - own[i - 1] >= 400ms);
  }
}

TEST_CASE("between a picture and a batch goes first who came first") {
  World world;
  for (int i = 0; i < 4; ++i)
    world.picture();
  world.clock.advance(world.loop, 10ms);
  world.batch();
  world.clock.advance(world.loop, 10ms);
  for (int i = 0; i < 4; ++i)
    world.picture();
  world.run();
  CHECK(world.begun(walk_path) == Milliseconds{1s});
  CHECK(world.begun(picture_path).back() == 2s);
}

TEST_CASE("who makes way for a lookup that is given up goes in its place") {
  World world;
  world.picture();
  world.picture();
  world.loop.poll();
  async::TaskGroup impatient(world.loop.executor());
  CallEnd given_up;
  impatient.spawn(World::look_up(world.archive, Deadline::in(world.clock, 1h), given_up));
  world.clock.advance(world.loop, 100ms);
  impatient.cancel();
  world.run();
  CHECK(world.begun(picture_path) == Milliseconds{0ms, 250ms});
  CHECK(world.begun(item_path).empty());
}

TEST_CASE("who searches without pause lets a picture or a walk have each fifth turn") {
  World world;
  for (int i = 0; i < 10; ++i)
    world.item();
  world.loop.poll();
  world.picture();
  world.batch();
  world.run();
  CHECK(world.begun(picture_path) == Milliseconds{1'250ms});
  CHECK(world.begun(walk_path) == Milliseconds{2'500ms});
  CHECK(world.begun(item_path).size() == 10);
  CHECK(world.begun(item_path).back() == 2'750ms);
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

TEST_CASE("no more than so many wait in each lane, and none fills another's queue") {
  World world({.lookup = {.queue = 2}, .picture = {.queue = 3}, .walk = {.queue = 1}});
  world.archive.wire().takes(10s);
  const auto fill = [&](auto ask, std::size_t queue, Lane lane) {
    CAPTURE(to_text(lane));
    for (std::size_t i = 0; i < queue + 1; ++i) {
      ask();
      world.clock.advance(world.loop, 250ms);
    }
    const CallEnd& refused = ask();
    world.loop.poll();
    REQUIRE(refused.error);
    CHECK(refused.error->code == Errc::unavailable);
    CHECK(refused.error->retry_after == queue * 250ms);
    const auto standing = world.archive.limiter().standing();
    CHECK(standing.waiting[std::to_underlying(lane)] == queue);
    CHECK(standing.running[std::to_underlying(lane)] == 1);
  };
  fill([&]() -> const CallEnd& { return world.item(); }, 2, Lane::lookup);
  fill([&]() -> const CallEnd& { return world.picture(); }, 3, Lane::picture);
  fill([&]() -> const CallEnd& { return world.batch(); }, 1, Lane::walk);
  world.run();
}

TEST_CASE("a walk that is told of too much holds lookups back, too") {
  World world;
  world.archive.next(std::string(walk_path), {.status = 429, .headers = {{"Retry-After", "30"}}});
  world.batch();
  world.loop.poll();
  world.item();
  world.run();
  CHECK(world.archive.wire().begun() == Milliseconds{0ms, 30s});
}
