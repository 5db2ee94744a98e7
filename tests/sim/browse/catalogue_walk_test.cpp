#include "browse/core/catalogue_walk.hpp"

#include "archive/answers.hpp"
#include "async/loop.hpp"
#include "async/manual_clock.hpp"
#include "async/task_group.hpp"
#include "base/encoding.hpp"
#include "support/scripted_archive.hpp"

#include <doctest/doctest.h>

#include <array>
#include <optional>
#include <string>
#include <vector>

using namespace tapedeck;
using namespace tapedeck::browse;
using namespace tapedeck::test;
using namespace std::chrono_literals;

namespace {

constexpr auto scrape_path = "/services/search/v1/scrape";

/// A batch of the scrape API: items `first` to `last`, and a cursor unless it is the last.
ScriptedAnswer batch(int first, int last, std::uint64_t total, const std::string& cursor) {
  std::string body = R"({"items":[)";
  for (int i = first; i <= last; ++i) {
    if (i > first) body += ',';
    body += R"({"identifier":"dcb)" + std::to_string(i) + R"("})";
  }
  body += R"(],"total":)" + std::to_string(total);
  if (!cursor.empty()) body += R"(,"cursor":")" + cursor + '"';
  return json_answer(body + '}');
}

using Step = Result<std::optional<CatalogueBatch>>;

/// A scripted Archive and a clock that jumps.
struct World {
  async::Loop loop;
  async::ManualClock clock;
  ScriptedArchive archive{clock};

  void next(ScriptedAnswer answer) { archive.next(scrape_path, std::move(answer)); }

  Step step(CatalogueWalk& walk) {
    std::optional<Step> told;
    async::TaskGroup group(loop.executor());
    group.spawn(take(walk, told));
    clock.run_until_idle(loop);
    return std::move(told).value();
  }

  /// Walks to the end, or to the first error.
  std::vector<std::string> walk_all(CatalogueWalk& walk, Step& end) {
    std::vector<std::string> names;
    for (;;) {
      end = step(walk);
      if (!end || !*end) return names;
      for (const auto& hit : (*end)->hits)
        names.emplace_back(hit.identifier.text());
      last = (*end)->next;
      complete = (*end)->complete;
    }
  }

  CataloguePlace last;
  bool complete = false;

 private:
  static Task<void> take(CatalogueWalk& walk, std::optional<Step>& told) {
    auto batch = co_await walk.next();
    told.emplace(std::move(batch));
  }
};

}  // namespace

TEST_CASE("the catalogue is walked to its end, and the size of a batch is said but once") {
  World world;
  world.next(batch(1, 3, 6, "one"));
  world.next(batch(4, 5, 6, "two"));
  world.next(batch(6, 6, 6, ""));
  CatalogueWalk walk(world.archive, world.clock, {});
  Step end;
  CHECK(world.walk_all(walk, end).size() == 6);
  CHECK(end);
  CHECK(world.complete);
  const auto requests = world.archive.requests();
  REQUIRE(requests.size() == 3);
  CHECK(requests[0].target.contains("count=5000"));
  CHECK_FALSE(requests[1].target.contains("count="));
  CHECK(requests[1].target.contains("cursor=one"));
}

TEST_CASE("a walk goes on where another one broke off") {
  World world;
  world.next(batch(1, 3, 5, "one"));
  for (int i = 0; i < 5; ++i)
    world.next({.status = 500, .body = "<html>"});
  CatalogueWalk walk(world.archive, world.clock, {});
  Step end;
  CHECK(world.walk_all(walk, end).size() == 3);
  REQUIRE_FALSE(end);
  CHECK(world.archive.requests().size() == 6);

  const auto kept = CataloguePlace::parse(world.last.text());
  REQUIRE(kept);
  CHECK(*kept == world.last);
  World later;
  later.next(batch(4, 5, 5, ""));
  CatalogueWalk rest(later.archive, later.clock, *kept);
  CHECK(later.walk_all(rest, end) == std::vector<std::string>{"dcb4", "dcb5"});
  CHECK(end);
  CHECK(later.complete);
  CHECK(later.last.walked.count == 5);
  CHECK(later.archive.requests()[0].target.contains("cursor=one"));
}

TEST_CASE("a walk that goes on notices that the Archive begins again") {
  World world;
  world.next(batch(1, 3, 5, "one"));
  CatalogueWalk walk(world.archive, world.clock, {});
  const auto step = world.step(walk);
  REQUIRE(step);

  World later;
  later.next(batch(1, 3, 5, "two"));
  CatalogueWalk rest(later.archive, later.clock, (*step)->next);
  const auto again = later.step(rest);
  REQUIRE_FALSE(again);
  CHECK(again.error().code == Errc::bad_upstream);
  CHECK(later.archive.requests().size() == 1);
}

TEST_CASE("what the Archive says under load is asked for again, whatever its status") {
  struct Case {
    std::string_view why;
    ScriptedAnswer fault;
  };
  for (const auto& c : std::to_array<Case>({
           {"an error to our own query", json_answer(R"({"error":"[INTERNAL] no"})")},
           {"an error and 400", {.status = 400, .body = R"({"error":"no"})"}},
           {"HTML and 200", page_of_html()},
           {"nothing and 200", json_answer("")},
           {"half of the JSON", json_answer(R"({"items":[{"identifier":)")},
       })) {
    CAPTURE(c.why);
    World world;
    world.next(c.fault);
    world.next(batch(1, 2, 2, ""));
    CatalogueWalk walk(world.archive, world.clock, {});
    Step end;
    CHECK(world.walk_all(walk, end).size() == 2);
    CHECK(end);
    CHECK(world.archive.requests().size() == 2);

    World worse;
    worse.archive.always(scrape_path, c.fault);
    CatalogueWalk other(worse.archive, worse.clock, {});
    const auto step = worse.step(other);
    REQUIRE_FALSE(step);
    CHECK(step.error().code == Errc::bad_upstream);
    CHECK(worse.archive.requests().size() == 5);
  }
}

TEST_CASE("a first batch that is too long is asked for at half the size") {
  World world;
  auto long_one = json_answer(std::string(archive::most_answer_bytes + 1, ' '));
  world.next(std::move(long_one));
  world.next(batch(1, 3, 5, "one"));
  world.next(page_of_html());
  world.next(batch(4, 5, 5, ""));
  CatalogueWalk walk(world.archive, world.clock, {});
  Step end;
  CHECK(world.walk_all(walk, end).size() == 5);
  CHECK(world.complete);
  const auto requests = world.archive.requests();
  REQUIRE(requests.size() == 4);
  CHECK(requests[0].target.contains("count=5000"));
  CHECK(requests[1].target.contains("count=2500"));
  CHECK_FALSE(requests[3].target.contains("count="));
}

TEST_CASE("a first batch that the Archive cannot give at the moment is asked for as it was") {
  World world;
  world.next(page_of_html());
  world.next(json_answer(R"({"error":"search engine timed out"})"));
  world.next(batch(1, 3, 3, ""));
  CatalogueWalk walk(world.archive, world.clock, {});
  Step end;
  CHECK(world.walk_all(walk, end).size() == 3);
  const auto requests = world.archive.requests();
  REQUIRE(requests.size() == 3);
  for (const auto& request : requests)
    CHECK(request.target.contains("count=5000"));
}

TEST_CASE("an item without a name that can be read is counted, and told of") {
  World world;
  world.next(json_answer(R"({"items":[{"identifier":"dcb1"},{"identifier":"/"}],"total":2})"));
  CatalogueWalk walk(world.archive, world.clock, {});
  const auto step = world.step(walk);
  REQUIRE(step);
  CHECK((*step)->hits.size() == 1);
  CHECK((*step)->left_out == 1);
  CHECK((*step)->next.walked.count == 2);
  CHECK((*step)->complete);
  CHECK((*step)->notes.places(archive::Repair::left_out).front() == "/items/1/identifier");
}

TEST_CASE("a failing server is asked again after five seconds, up to five times") {
  World world;
  for (int i = 0; i < 4; ++i)
    world.next({.status = 502, .body = "<html>"});
  world.next(batch(1, 2, 2, ""));
  CatalogueWalk walk(world.archive, world.clock, {});
  const auto before = world.clock.ticks();
  Step end;
  CHECK(world.walk_all(walk, end).size() == 2);
  CHECK(world.clock.ticks() - before >= 20s);

  World worse;
  for (int i = 0; i < 5; ++i)
    worse.next({.status = 502, .body = "<html>"});
  worse.next(batch(1, 2, 2, ""));
  CatalogueWalk other(worse.archive, worse.clock, {});
  const auto step = worse.step(other);
  REQUIRE_FALSE(step);
  CHECK(step.error().code == Errc::unavailable);
  CHECK(worse.step(other));
}

TEST_CASE("a walk waits out a minute, and tells who is to wait for half an hour") {
  World world;
  world.next({.status = 429, .headers = {{"Retry-After", "60"}}, .body = "<html>"});
  world.next(batch(1, 2, 2, ""));
  CatalogueWalk walk(world.archive, world.clock, {});
  Step end;
  CHECK(world.walk_all(walk, end).size() == 2);

  World worse;
  worse.next({.status = 429, .headers = {{"Retry-After", "1800"}}, .body = "<html>"});
  CatalogueWalk other(worse.archive, worse.clock, {});
  const auto before = worse.clock.ticks();
  const auto step = worse.step(other);
  REQUIRE_FALSE(step);
  CHECK(step.error().code == Errc::rate_limited);
  CHECK(step.error().retry_after.value_or(0s) >= 1'790s);
  CHECK(worse.clock.ticks() - before < 2min);
  CHECK(worse.archive.requests().size() == 1);
}

TEST_CASE("a cursor that does not move ends the walk") {
  World world;
  world.next(batch(1, 3, 9, "one"));
  world.next(batch(1, 3, 9, "one"));
  CatalogueWalk walk(world.archive, world.clock, {});
  Step end;
  CHECK(world.walk_all(walk, end).size() == 3);
  REQUIRE_FALSE(end);
  CHECK(end.error().code == Errc::bad_upstream);
}

TEST_CASE("a total that drifts is no loss, and a batch that was cut short is one") {
  World world;
  world.next(batch(1, 3, 6, "one"));
  world.next(batch(4, 6, 5, ""));
  CatalogueWalk walk(world.archive, world.clock, {});
  Step end;
  CHECK(world.walk_all(walk, end).size() == 6);
  CHECK(world.complete);

  World short_one;
  short_one.next(batch(1, 3, 9'000, "one"));
  short_one.next(batch(4, 6, 9'000, ""));
  CatalogueWalk cut(short_one.archive, short_one.clock, {});
  CHECK(short_one.walk_all(cut, end).size() == 6);
  CHECK_FALSE(short_one.complete);
}

TEST_CASE("a walk that finds nothing, or most of it gone, is not the whole catalogue") {
  World empty;
  empty.next(json_answer(R"({"items":[],"total":0})"));
  CatalogueWalk nothing(empty.archive, empty.clock, {});
  Step end;
  CHECK(empty.walk_all(nothing, end).empty());
  CHECK(end);
  CHECK_FALSE(empty.complete);

  World world;
  world.next(batch(1, 3, 9'000, "one"));
  world.next(batch(4, 6, 6, ""));
  CatalogueWalk walk(world.archive, world.clock, {});
  CHECK(world.walk_all(walk, end).size() == 6);
  CHECK_FALSE(world.complete);

  // Whoever goes on remembers what there was.
  World later;
  later.next(batch(4, 6, 6, ""));
  const CataloguePlace place{
      {.cursor = "one", .count = 3, .most = 9'000, .last = ItemIdentifier::parse("dcb3").value()}};
  CatalogueWalk rest(later.archive, later.clock, CataloguePlace::parse(place.text()).value());
  CHECK(later.walk_all(rest, end).size() == 3);
  CHECK_FALSE(later.complete);
}

TEST_CASE("a cursor that nobody gave is refused") {
  for (const std::string_view inside : {"3", "3 one", "3 9 one", "3 9 - ", "3 9 / one", "x 9 - one",
                                        "3 x - one", "3  - one", "-3 9 - one", "3 9  one"}) {
    CAPTURE(inside);
    CHECK_FALSE(CataloguePlace::parse(to_base64url(bytes_of(inside))));
  }
  for (const std::string_view text : {"x", "====", "MTIz", "IG9uZQ", "MTIz\n"}) {
    CAPTURE(text);
    CHECK_FALSE(CataloguePlace::parse(text));
  }
  CHECK_FALSE(CataloguePlace::parse(std::string(9'000, 'A')));
  CHECK(CataloguePlace::parse("").value().walked.cursor.empty());
  const auto place = CataloguePlace::parse(to_base64url(bytes_of("3 9 - W3s= x"))).value();
  CHECK(place.walked ==
        archive::ScrapePlace{.cursor = "W3s= x", .count = 3, .most = 9, .last = {}});
}
