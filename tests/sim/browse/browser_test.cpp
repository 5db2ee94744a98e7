#include "sim/browse/world.hpp"

#include <doctest/doctest.h>

#include <future>
#include <string>
#include <utility>
#include <vector>

using namespace tapedeck;
using namespace tapedeck::test;
using namespace std::chrono_literals;
using browse::CacheStatus;

namespace {

void wait_for(std::shared_future<void> gate) { gate.wait(); }

Task<void> occupy(async::Pool& pool, std::shared_future<void> gate) {
  static_cast<void>(co_await pool.run(&wait_for, std::move(gate)));
}

}  // namespace

TEST_CASE("a search that was answered within the half hour asks the Archive nothing") {
  BrowseWorld world;
  CHECK(world.search("barton hall").status() == CacheStatus::miss);
  world.pass(29min);
  const auto& again = world.search("barton hall");
  CHECK(again.status() == CacheStatus::fresh);
  CHECK(again.age() == 29min);
  CHECK(again.served().answer->body.contains("dcb1977-05-08.sbd"));
  CHECK(world.asked() == 1);
}

TEST_CASE("a thousand equal searches at once are one request to the Archive") {
  BrowseWorld world;
  world.archive.wire().takes(2s);
  std::vector<const Told*> all;
  for (int i = 0; i < 1'000; ++i)
    all.push_back(&world.searches("5/8/77"));
  world.run();
  CHECK(world.asked() == 1);
  CHECK(world.cache.looks() == 1);
  for (const auto* told : all)
    REQUIRE(told->served().answer == all.front()->served().answer);
}

TEST_CASE("searches that mean the same are one question, however they are typed") {
  BrowseWorld world;
  world.search("5/8/77");
  world.search("May 8 1977");
  world.search(" 1977-05-08 ");
  CHECK(world.asked() == 1);
}

TEST_CASE("a stale answer is given at once, and is fresh the next time") {
  BrowseWorld world;
  world.search("barton hall");
  world.pass(31min);
  world.archive.wire().takes(10s);
  const auto& stale = world.searches("barton hall");
  world.loop.poll();
  REQUIRE(stale.ended());
  CHECK(stale.status() == CacheStatus::stale);
  CHECK(stale.age() == 31min);
  CHECK(stale.served().fresh_for == 0s);
  world.run();
  CHECK(world.asked() == 2);
  CHECK(world.search("barton hall").status() == CacheStatus::fresh);
}

TEST_CASE("what is asked again in the background keeps no listener waiting") {
  BrowseWorld world;
  for (char hall = 'a'; hall < 'k'; ++hall)
    world.search("hall " + std::string(2, hall));
  world.pass(31min);
  world.archive.wire().takes(1s);
  const auto before = world.asked();
  for (char hall = 'a'; hall < 'k'; ++hall)
    world.searches("hall " + std::string(2, hall));
  const auto& listener = world.searches("barton hall");
  world.pass(4s);
  REQUIRE(listener.ended());
  CHECK(listener.status() == CacheStatus::miss);
  CHECK(world.asked() - before == 3);
}

TEST_CASE("while the Archive is away what it said before is given, and its age with it") {
  BrowseWorld world;
  world.search("barton hall");
  world.pass(72h);
  world.next_search(refusal());
  const auto& stale = world.search("barton hall");
  CHECK(stale.status() == CacheStatus::stale);
  CHECK(stale.age() >= 72h);
  CHECK(world.asked() == 2);

  // Many more ask, and the Archive is left alone.
  for (int i = 0; i < 100; ++i)
    CHECK(world.search("barton hall").status() == CacheStatus::stale);
  CHECK(world.asked() == 2);

  // It comes back.
  world.pass(2min);
  CHECK(world.search("barton hall").status() == CacheStatus::miss);
  CHECK(world.search("barton hall").status() == CacheStatus::fresh);
}

TEST_CASE("a listener with something to fall back on does not wait long for a slow Archive") {
  BrowseWorld world;
  world.search("barton hall");
  world.pass(72h);
  world.archive.wire().takes(20s);
  const auto& told = world.searches("barton hall");
  world.pass(5s);
  REQUIRE(told.ended());
  CHECK(told.status() == CacheStatus::stale);
  // What the Archive says in the end is kept for the next one.
  world.run();
  CHECK(world.search("barton hall").status() == CacheStatus::fresh);
}

TEST_CASE("an answer of last season is no answer") {
  BrowseWorld world;
  world.search("barton hall");
  world.pass(24h * 31);
  world.next_search(refusal());
  CHECK(world.search("barton hall").error().code == Errc::unavailable);
}

TEST_CASE("with nothing cached an Archive that is away is unavailable, and it is said until when") {
  BrowseWorld world;
  world.next_search(refusal());
  const auto& first = world.search("barton hall");
  CHECK(first.error().code == Errc::unavailable);
  CHECK(first.error().retry_after.value() > 0s);
  const auto& second = world.search("barton hall");
  CHECK(second.error().code == Errc::unavailable);
  CHECK(second.error().retry_after.value() == 30s);
  world.pass(30s);
  const auto& third = world.search("barton hall");
  CHECK(third.error().retry_after.value() > 20s);
  CHECK(world.asked() == 1);
}

TEST_CASE("that the Archive holds us back is not the listener's haste") {
  BrowseWorld world;
  ScriptedAnswer patience;
  patience.status = 429;
  patience.headers = {{"Retry-After", "90"}};
  world.next_search(patience);
  const auto& told = world.search("barton hall");
  CHECK(told.error().code == Errc::unavailable);
  CHECK(told.error().retry_after.value() > 60s);
}

TEST_CASE("nonsense from the Archive is said to be that, and is not kept") {
  BrowseWorld world;
  world.next_search(page_of_html());
  CHECK(world.search("barton hall").error().code == Errc::bad_upstream);
  CHECK(world.cache.size() == 0);
  world.pass(31s);
  CHECK(world.search("barton hall").status() == CacheStatus::miss);
}

TEST_CASE("a listener who asks sixty times for what the Archive garbles asks it twice a minute") {
  BrowseWorld world;
  for (int i = 0; i < 3; ++i)
    world.next_search(page_of_html());
  for (int second = 0; second < 60; ++second) {
    CHECK(world.search("barton hall").error().code == Errc::bad_upstream);
    world.pass(1s);
  }
  CHECK(world.asked() == 2);
  CHECK(world.browser().tally().of(browse::CacheType::search).failed == 60);
}

TEST_CASE("a picture that is none is asked for once in five minutes") {
  BrowseWorld world;
  world.archive.always("/services/img/", page_of_html());
  CHECK(world.see("dcb1977-05-08.sbd").error().code == Errc::bad_upstream);
  world.pass(4min);
  CHECK(world.see("dcb1977-05-08.sbd").error().code == Errc::bad_upstream);
  CHECK(world.asked() == 1);
  world.pass(2min);
  world.see("dcb1977-05-08.sbd");
  CHECK(world.asked() == 2);
}

TEST_CASE("an Archive that takes too long has timed out, and its answer is kept when it comes") {
  BrowseWorld world;
  world.archive.wire().takes(20s);
  const auto& told = world.searches("barton hall", 3s);
  world.run();
  CHECK(told.error().code == Errc::timed_out);
  CHECK(world.search("barton hall").status() == CacheStatus::fresh);
}

TEST_CASE("an item that is not there is asked for once in five minutes") {
  BrowseWorld world;
  CHECK(world.open("dcb1977-05-08.sbd").error().code == Errc::not_found);
  world.pass(4min);
  CHECK(world.open("dcb1977-05-08.sbd").error().code == Errc::not_found);
  CHECK(world.asked() == 1);
  world.pass(2min);
  world.archive.item("dcb1977-05-08.sbd");
  CHECK(world.open("dcb1977-05-08.sbd").status() == CacheStatus::miss);
}

TEST_CASE("an item that has gone dark is no longer given, not even after a restart") {
  BrowseWorld world;
  world.archive.item("dcb1977-05-08.sbd");
  world.open("dcb1977-05-08.sbd");
  CHECK(world.cache.size() == 1);
  world.pass(24h);
  world.archive.next("/metadata/", json_answer(R"({"is_dark":true})"));
  CHECK(world.open("dcb1977-05-08.sbd").status() == CacheStatus::stale);
  CHECK(world.open("dcb1977-05-08.sbd").error().code == Errc::not_found);
  CHECK(world.cache.size() == 0);
}

TEST_CASE("a bare status is no word on an item: what was cached stays and is given") {
  for (const unsigned status : {403U, 404U}) {
    CAPTURE(status);
    BrowseWorld world;
    world.archive.item("dcb1977-05-08.sbd");
    world.open("dcb1977-05-08.sbd");
    world.pass(24h * 8);
    world.archive.next("/metadata/", {.status = status, .body = "<html>Sorry</html>"});
    CHECK(world.open("dcb1977-05-08.sbd").status() == CacheStatus::stale);
    CHECK(world.cache.size() == 1);
    world.search("barton hall");
    world.pass(24h * 8);
    world.next_search({.status = status, .body = "<html>Sorry</html>"});
    CHECK(world.search("barton hall").status() == CacheStatus::stale);
    CHECK(world.cache.size() == 2);
  }
}

TEST_CASE("a search that the Archive rejects is not sent again for a while") {
  BrowseWorld world;
  world.next_search(json_answer(R"({"error":"[UNSUPPORTED_VALUE] no"})"));
  CHECK(world.search("barton hall").error().code == Errc::invalid);
  CHECK(world.search("barton hall").error().code == Errc::invalid);
  CHECK(world.asked() == 1);
}

TEST_CASE("one rejection does not outweigh what the Archive found before") {
  const auto rejection = json_answer(R"({"error":"[INTERNAL] try again"})");
  struct Case {
    std::string_view why;
    std::chrono::hours age;
  };
  for (const auto& c : {Case{"asked again in the background", 2h}, Case{"asked first", 72h}}) {
    CAPTURE(c.why);
    BrowseWorld world;
    world.search("barton hall");
    world.pass(c.age);
    world.next_search(rejection);
    for (int i = 0; i < 3; ++i)
      CHECK(world.search("barton hall").status() == CacheStatus::stale);
    CHECK(world.asked() == 2);
    CHECK(world.cache.size() == 1);
    world.pass(31s);
    world.search("barton hall");
    CHECK(world.search("barton hall").status() == CacheStatus::fresh);
  }
}

TEST_CASE("an answer that is too long for memory is given from the disk as any other") {
  browse::BrowserSettings settings;
  settings.hot_bytes = 4;
  BrowseWorld world(settings);
  world.search("barton hall");
  world.pass(31min);
  world.archive.wire().takes(10s);
  world.next_search(refusal());
  for (int i = 0; i < 3; ++i) {
    const auto& told = world.searches("barton hall");
    world.loop.poll();
    REQUIRE(told.ended());
    CHECK(told.status() == CacheStatus::stale);
  }
  CHECK(world.cache.looks() == 2);
  world.run();
  CHECK(world.asked() == 2);

  // It has failed, and is left alone for a while.
  for (int i = 0; i < 100; ++i)
    CHECK(world.search("barton hall").status() == CacheStatus::stale);
  CHECK(world.asked() == 2);

  world.pass(72h);
  world.next_search(refusal());
  for (int i = 0; i < 100; ++i)
    CHECK(world.search("barton hall").status() == CacheStatus::stale);
  CHECK(world.asked() == 3);
}

TEST_CASE("what an admin throws away while it is read from the disk does not come back") {
  BrowseWorld world;
  world.search("barton hall");
  world.restart();
  world.cache.takes(world.clock, 1s);
  const auto& told = world.searches("barton hall");
  world.pass(500ms);
  world.clears();
  world.run();
  CHECK(told.status() == CacheStatus::miss);
  CHECK(world.asked() == 2);
}

TEST_CASE("what was cached is there after a restart") {
  BrowseWorld world;
  world.search("barton hall");
  world.restart();
  CHECK(world.search("barton hall").status() == CacheStatus::fresh);
  CHECK(world.asked() == 1);

  world.restart();
  world.pass(31min);
  CHECK(world.search("barton hall").status() == CacheStatus::stale);
  CHECK(world.search("barton hall").status() == CacheStatus::fresh);
  CHECK(world.asked() == 2);
}

TEST_CASE("after a restart an old answer still stands in for an Archive that is away") {
  BrowseWorld world;
  world.search("barton hall");
  world.restart();
  world.pass(72h);
  world.next_search(refusal());
  CHECK(world.search("barton hall").status() == CacheStatus::stale);
  CHECK(world.asked() == 2);
}

TEST_CASE("an old answer on the disk stands in for a slow Archive within seconds") {
  BrowseWorld world;
  world.search("barton hall");
  world.restart();
  world.pass(72h);
  world.archive.wire().takes(20s);
  const auto& told = world.searches("barton hall");
  world.pass(5s);
  REQUIRE(told.ended());
  CHECK(told.status() == CacheStatus::stale);
}

TEST_CASE("whoever waits is answered although the first to ask has left") {
  BrowseWorld world;
  world.archive.wire().takes(5s);
  async::TaskGroup hasty(world.loop.executor());
  const auto& first = world.searches_in(hasty, "barton hall");
  const auto& second = world.searches("barton hall");
  world.pass(1s);
  hasty.cancel();
  world.run();
  CHECK(first.error().code == Errc::cancelled);
  CHECK(second.status() == CacheStatus::miss);
  CHECK(world.asked() == 1);
}

TEST_CASE("an answer is kept although everybody has left") {
  BrowseWorld world;
  world.archive.wire().takes(5s);
  async::TaskGroup hasty(world.loop.executor());
  world.searches_in(hasty, "barton hall");
  world.pass(1s);
  hasty.cancel();
  world.run();
  CHECK(world.search("barton hall").status() == CacheStatus::fresh);
}

TEST_CASE("a disk that is out of order slows nobody down but the Archive's next answer") {
  BrowseWorld world;
  world.cache.breaks(true);
  CHECK(world.search("barton hall").status() == CacheStatus::miss);
  CHECK(world.search("barton hall").status() == CacheStatus::fresh);
  world.restart();
  CHECK(world.search("barton hall").status() == CacheStatus::miss);
}

TEST_CASE("too many different questions at once are refused before they fill the queues") {
  browse::BrowserSettings settings;
  settings.most_flights = 10;
  BrowseWorld world(settings);
  std::vector<const Told*> all;
  for (int i = 0; i < 15; ++i)
    all.push_back(&world.searches("hall " + std::string(1, static_cast<char>('a' + i)) + "x"));
  world.run();
  int refused = 0;
  for (const auto* told : all) {
    if (*told->answer) continue;
    ++refused;
    CHECK(told->error().code == Errc::unavailable);
    CHECK(told->error().retry_after.value() > 0s);
  }
  CHECK(refused == 5);
}

TEST_CASE("a clock that was set back makes an answer stale, not eternal") {
  BrowseWorld world;
  world.search("barton hall");
  world.clock.step_time_of_day(-48h);
  CHECK(world.search("barton hall").status() == CacheStatus::stale);
  CHECK(world.search("barton hall").status() == CacheStatus::fresh);
}

TEST_CASE("what became of the questions is counted by type") {
  BrowseWorld world;
  world.archive.item("dcb1977-05-08.sbd");
  world.search("barton hall");
  world.search("barton hall");
  world.open("dcb1977-05-08.sbd");
  world.open("nobody1977");
  world.open("nobody1977");
  world.pass(31min);
  world.search("barton hall");
  const auto& searches = world.browser().tally().of(browse::CacheType::search);
  CHECK(searches.miss == 1);
  CHECK(searches.fresh == 1);
  CHECK(searches.stale == 1);
  const auto& items = world.browser().tally().of(browse::CacheType::item);
  CHECK(items.miss == 2);
  CHECK(items.negative == 1);
}

TEST_CASE("a page of long texts is described on the pool, and a short one at once") {
  browse::BrowserSettings settings;
  settings.work_here = 3;
  BrowseWorld world(settings);
  std::promise<void> gate;
  const auto opened = gate.get_future().share();
  constexpr int all_there_is = 8;
  for (int i = 0; i < all_there_is; ++i)
    world.callers.spawn(occupy(world.compute, opened));

  CHECK(world.search("barton hall").status() == CacheStatus::miss);
  const std::string title(4'096, 'x');
  world.next_search(json_answer(R"({"response":{"numFound":1,"start":0,"docs":[)"
                                R"({"identifier":"dcb1977-05-08.sbd","title":")" +
                                title + R"("}]}})"));
  CHECK(world.search("winterland").error().code == Errc::unavailable);  // the pool is full

  gate.set_value();
  while (world.callers.size() > 0)
    world.loop.poll();
}
