#include "sim/browse/world.hpp"

#include <doctest/doctest.h>

#include <array>
#include <string>

// What a listener gets of every fault the Archive is known for, and how often it is asked
// meanwhile.

using namespace tapedeck;
using namespace tapedeck::test;
using namespace std::chrono_literals;
using browse::CacheStatus;

namespace {

constexpr auto search_path = "/advancedsearch.php";

ScriptedAnswer status(unsigned code, std::string retry_after = {}) {
  ScriptedAnswer answer{.status = code, .body = "<html>Sorry</html>"};
  if (!retry_after.empty()) answer.headers.emplace_back("Retry-After", std::move(retry_after));
  return answer;
}

ScriptedAnswer reset_in_the_body() {
  auto answer = json_answer(R"({"response":{"numFound":1,"start":0,"docs":[]}})");
  answer.drops_after = 10;
  return answer;
}

ScriptedAnswer silence() {
  ScriptedAnswer answer;
  answer.stalls_after = 0;
  return answer;
}

constexpr std::size_t askings = 60;
constexpr int listeners = 5;

/// As many requests as there are half minutes in ask_for_ten_minutes(). So it is where the Archive
/// is there and answers at once, if badly: nothing is pressed and nothing opens, and the next
/// answer may be a good one.
constexpr std::size_t each_half_minute = 20;

/// Some listeners who ask for the same every ten seconds for ten minutes; gives how often the
/// Archive was asked.
std::size_t ask_for_ten_minutes(BrowseWorld& world) {
  const auto before = world.asked();
  for (std::size_t i = 0; i < askings; ++i) {
    for (int listener = 0; listener < listeners; ++listener)
      world.searches("barton hall");
    world.pass(10s);
  }
  world.run();
  return world.asked() - before;
}

}  // namespace

TEST_CASE("every fault of the Archive costs an answer, and the Archive few requests") {
  struct Case {
    std::string_view why;
    ScriptedAnswer fault;
    Errc told;                  ///< To who asks first.
    std::size_t most_requests;  ///< Of the ten minutes after that.
  };
  const auto cases = std::to_array<Case>({
      {"429, come again in two minutes", status(429, "120"), Errc::unavailable, 5},
      {"429, come again in half an hour", status(429, "1800"), Errc::unavailable, 0},
      {"429, at a date that is past", status(429, "Sat, 01 Jan 1977 00:00:00 GMT"),
       Errc::unavailable, 9},
      {"429, at a date that is far away", status(429, "Sat, 01 Jan 2000 00:00:00 GMT"),
       Errc::unavailable, 0},
      {"429, in a time that is absurd", status(429, "99999999999"), Errc::unavailable, 0},
      {"429, in a time that is none", status(429, "soon"), Errc::unavailable, 9},
      {"503 after 503", status(503), Errc::unavailable, 9},
      {"502 after 502", status(502), Errc::unavailable, each_half_minute},
      {"refused connections", refusal(), Errc::unavailable, 3},
      {"a reset in the body", reset_in_the_body(), Errc::unavailable, each_half_minute},
      {"silence", silence(), Errc::timed_out, 5},
      {"half of the JSON", json_answer(R"({"response":{"numFound":1,"docs":[)"), Errc::bad_upstream,
       each_half_minute},
      {"HTML and 200", page_of_html(), Errc::bad_upstream, each_half_minute},
      {"an error and 200", json_answer(R"({"error":"[UNSUPPORTED_VALUE] no"})"), Errc::invalid, 1},
      {"nothing and 200", json_answer(""), Errc::bad_upstream, each_half_minute},
  });
  for (const auto& c : cases) {
    CAPTURE(c.why);
    BrowseWorld world;
    world.archive.always(search_path, c.fault);
    const auto& told = world.search("barton hall");
    CHECK(told.error().code == c.told);
    if (told.error().code == Errc::unavailable) CHECK(told.error().retry_after.value() > 0s);
    CHECK(ask_for_ten_minutes(world) <= c.most_requests);
  }
}

TEST_CASE("whatever the fault, what the Archive said last week is given instead") {
  for (const auto& fault : {status(429, "120"), status(503), status(502), refusal(),
                            reset_in_the_body(), silence(), page_of_html(), json_answer("")}) {
    CAPTURE(fault.body);
    CAPTURE(fault.status);
    BrowseWorld world;
    world.search("barton hall");
    world.pass(24h * 7);
    world.archive.always(search_path, fault);
    for (int i = 0; i < 20; ++i) {
      const auto& told = world.search("barton hall");
      CHECK(told.status() == CacheStatus::stale);
      CHECK(told.age() >= 24h * 7);
    }
    CHECK(world.asked() <= 5);
  }
}

TEST_CASE("while the Archive is away for ten hours it is asked every ten minutes at most") {
  BrowseWorld world;
  world.search("barton hall");
  world.pass(48h);
  world.archive.always(search_path, refusal());
  const auto before = world.asked();
  const auto begin = world.clock.ticks();
  for (int minute = 0; minute < 600; ++minute) {
    const auto& known = world.searches("barton hall");
    const auto& unknown = world.searches("winterland");
    world.pass(1min);
    CHECK(known.status() == CacheStatus::stale);
    CHECK(unknown.error().code == Errc::unavailable);
  }
  CHECK(world.clock.ticks() - begin >= 10h);
  CHECK(world.asked() - before <= 65);

  world.archive.always(search_path, json_answer(R"({"response":{"numFound":0,"docs":[]}})"));
  world.pass(10min);
  CHECK(world.search("winterland").status() == CacheStatus::miss);
}

TEST_CASE("once the breaker is open the unknown is refused without a wait") {
  BrowseWorld world;
  world.archive.always(search_path, refusal());
  world.search("barton hall");
  const auto before = world.clock.ticks();
  const auto& told = world.search("winterland");
  CHECK(told.error().code == Errc::unavailable);
  CHECK(told.error().retry_after.value() > 0s);
  CHECK(world.clock.ticks() == before);
}

TEST_CASE("what was asked within the hour is counted, and what it cost") {
  BrowseWorld world;
  world.searches("barton hall");
  world.searches("winterland");
  world.searches("capitol");
  world.run();
  auto usage = world.archive.limiter().last_hour();
  CHECK(usage.calls[0] == 3);
  CHECK(usage.waits == 2);
  CHECK(usage.waited == 750ms);
  CHECK(usage.longest_wait == 500ms);

  world.archive.always(search_path, refusal());
  world.search("red rocks");
  world.search("fillmore");
  usage = world.archive.limiter().last_hour();
  CHECK(usage.unreachable == 1);
  CHECK(usage.refused == 1);

  world.pass(61min);
  usage = world.archive.limiter().last_hour();
  CHECK(usage.calls[0] == 0);
  CHECK(usage.refused == 0);
}
