#include "aggregation/core/concerts.hpp"

#include "async/loop.hpp"
#include "async/manual_clock.hpp"
#include "support/memory_concerts.hpp"
#include "support/played_browse.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

using namespace tapedeck;
using namespace tapedeck::aggregation;
using namespace std::chrono_literals;
using messages::CacheStatus;
using test::Tape;

namespace {

using PageAnswer = std::optional<Result<messages::ConcertPage>>;
using ConcertAnswer = std::optional<Result<messages::ConcertDetails>>;

/// The concerts with a played browse, on a clock that jumps.
struct World {
  async::Loop loop;
  async::ManualClock clock;
  test::PlayedBrowse browse{clock};
  test::MemoryConcerts store;
  async::TaskGroup callers{loop.executor()};
  std::optional<Concerts> concerts;

  explicit World(ConcertsSettings settings = {}) : settings_(settings) { start(); }
  ~World() { stop(); }

  void start() {
    concerts.emplace(browse, store, clock, loop.executor(), telemetry::Log("test"), settings_);
  }

  void stop() {
    async::TaskGroup stopping(loop.executor());
    stopping.spawn(closed(*concerts));
    clock.run_until_idle(loop);
    concerts.reset();
  }

  static Task<void> closed(Concerts& concerts) { co_await concerts.close(); }

  static Task<void> ask(Concerts& concerts, ListRequest request, Deadline deadline,
                        PageAnswer& into) {
    into = co_await concerts.list(std::move(request), deadline);
  }
  static Task<void> ask_one(Concerts& concerts, ConcertId id, Deadline deadline,
                            ConcertAnswer& into) {
    into = co_await concerts.concert(id, deadline);
  }

  void begin(ListRequest request, PageAnswer& into) {
    callers.spawn(ask(*concerts, std::move(request), Deadline::in(clock, 30s), into));
  }

  Result<messages::ConcertPage> list(ListRequest request) {
    PageAnswer answer;
    begin(std::move(request), answer);
    clock.run_until_idle(loop);
    return *answer;
  }

  messages::ConcertPage page(ListRequest request) {
    auto answer = list(std::move(request));
    REQUIRE(answer);
    return *std::move(answer);
  }

  Result<messages::ConcertDetails> concert(ConcertId id) {
    ConcertAnswer answer;
    callers.spawn(ask_one(*concerts, id, Deadline::in(clock, 30s), answer));
    clock.run_until_idle(loop);
    return *answer;
  }

 private:
  ConcertsSettings settings_;
};

ListRequest search_for(std::string q) {
  ListRequest request;
  auto typed = music::take_date(q);
  request.query.q = typed.rest;
  request.query.from = typed.from;
  request.query.to = typed.to;
  return request;
}

/// `nights` nights of June 1980 on, each taped `tapes` times; the tapes of one night stand far
/// apart in what is found.
void fill_tour(World& world, int nights, int tapes) {
  for (int tape = 0; tape < tapes; ++tape) {
    for (int night = 0; night < nights; ++night) {
      const auto day =
          music::ConcertDate::of(1980 + night / 28, 6, 1 + static_cast<unsigned>(night % 28));
      const auto name = "nf" + day->text() + ".tape" + std::to_string(tape);
      Tape one{name, "Night Ferry", day->text(), "Harbour Hall", "Bremen"};
      world.browse.has(std::move(one));
    }
  }
}

}  // namespace

TEST_CASE("a search groups recordings across all its pages") {
  World world;
  fill_tour(world, 100, 5);  // 500 recordings: three pages at browse
  auto request = search_for("night ferry");
  request.page.per_page = 200;
  const auto page = world.page(request);
  CHECK(world.browse.searches.size() == 3);
  CHECK(page.total == 100);
  for (const auto& concert : page.results)
    CHECK(concert.recordings_count == 5);
  CHECK(page.walk.recordings_read == 500);
  CHECK_FALSE(page.walk.cut);
  CHECK(page.cache.status == CacheStatus::miss);
}

TEST_CASE("the next page and the next caller are answered without asking again") {
  World world;
  fill_tour(world, 100, 1);
  world.page(search_for("night ferry"));
  auto next = search_for("NIGHT  ferry");
  next.page.page = 2;
  const auto page = world.page(next);
  CHECK(world.browse.searches.size() == 1);
  CHECK(page.results.size() == 50);
  CHECK(page.cache.status == CacheStatus::fresh);

  world.clock.advance(world.loop, 11min);
  world.page(search_for("night ferry"));
  CHECK(world.browse.searches.size() == 2);
}

TEST_CASE("a hundred callers who ask for the same wait for one walk") {
  World world;
  fill_tour(world, 10, 1);
  world.browse.takes = 2s;
  std::vector<PageAnswer> answers(100);
  for (auto& answer : answers)
    world.begin(search_for("night ferry"), answer);
  world.clock.run_until_idle(world.loop);
  for (const auto& answer : answers) {
    REQUIRE(answer);
    REQUIRE(*answer);
    CHECK((*answer)->total == 10);
  }
  CHECK(world.browse.searches.size() == 1);
}

TEST_CASE("while browse is away the last list is given, and called stale") {
  World world;
  fill_tour(world, 10, 2);
  world.page(search_for("night ferry"));
  world.clock.advance(world.loop, 24h);
  world.browse.away = true;
  const auto page = world.page(search_for("night ferry"));
  CHECK(page.total == 10);
  CHECK(page.cache.status == CacheStatus::stale);
  CHECK(page.cache.age_seconds == 24h);
}

TEST_CASE("after a restart without browse the tables answer, with the same ids") {
  World world;
  world.browse.has({"gd77-05-08.sbd.hicks"});
  world.browse.has({"gd77-05-08.aud.vernon"});
  world.browse.has({"gd77-05-09.aud", "Grateful Dead", "1977-05-09", "War Memorial", "Buffalo"});
  const auto before = world.page(search_for("5/8/77"));
  REQUIRE(before.results.size() == 1);

  world.stop();
  world.start();
  world.browse.away = true;
  for (const auto* asked : {"5/8/77", "cornell 77", "barton hall", "may 77 ithaca"}) {
    CAPTURE(asked);
    const auto after = world.page(search_for(asked));
    REQUIRE(after.results.size() == 1);
    CHECK(after.results[0].id == before.results[0].id);
    CHECK(after.cache.status == CacheStatus::stale);
    CHECK(after.walk.cut);
  }
}

TEST_CASE("a new database gives the same ids") {
  std::vector<ConcertId> ids;
  for (int database = 0; database < 2; ++database) {
    World world;
    world.browse.has({"gd70-02-13.early.sbd", "Grateful Dead", "1970-02-13", "Fillmore East"});
    world.browse.has({"gd70-02-13.late.sbd", "Grateful Dead", "1970-02-13", "Fillmore East"});
    for (const auto& concert : world.page(search_for("2/13/70")).results)
      ids.push_back(concert.id);
  }
  REQUIRE(ids.size() == 4);
  CHECK(ids[0] == ids[2]);
  CHECK(ids[1] == ids[3]);
}

TEST_CASE("with nothing kept and browse away, that is the answer") {
  World world;
  world.browse.away = true;
  const auto answer = world.list(search_for("5/8/77"));
  REQUIRE_FALSE(answer);
  CHECK(answer.error().code == Errc::unavailable);
  CHECK(answer.error().retry_after == 60s);
}

TEST_CASE("what browse itself calls stale is stale here, and asked again soon") {
  World world;
  fill_tour(world, 3, 1);
  world.browse.stale = true;
  const auto page = world.page(search_for("night ferry"));
  CHECK(page.cache.status == CacheStatus::stale);
  CHECK(page.cache.age_seconds == 48h);
  world.browse.stale = false;
  world.clock.advance(world.loop, 31s);
  CHECK(world.page(search_for("night ferry")).cache.status == CacheStatus::miss);
}

TEST_CASE("a walk that is broken off half way gives what it has, and says that it was cut") {
  World world;
  fill_tour(world, 100, 5);
  world.browse.fails_from_page = 2;
  const auto page = world.page(search_for("night ferry"));
  CHECK(page.walk.cut);
  CHECK(page.walk.recordings_found == 500);
  CHECK(page.walk.recordings_read == 200);
  CHECK(page.total == 100);
}

TEST_CASE("a complete list is not given up for the first pages of it") {
  World world;
  fill_tour(world, 400, 1);
  CHECK(world.page(search_for("night ferry")).total == 400);
  world.clock.advance(world.loop, 11min);
  world.browse.fails_from_page = 2;
  const auto page = world.page(search_for("night ferry"));
  CHECK(page.total == 400);
  CHECK_FALSE(page.walk.cut);
  CHECK(page.cache.status == CacheStatus::stale);
  CHECK(page.cache.age_seconds >= 11min);

  // What browse had from before that is no news, either.
  world.browse.fails_from_page = 0;
  world.browse.stale = true;
  world.clock.advance(world.loop, 31s);
  CHECK(world.page(search_for("night ferry")).cache.age_seconds < 1h);

  world.browse.stale = false;
  world.browse.has({"nf1999-01-01", "Night Ferry", "1999-01-01", "Quay Hall"});
  world.clock.advance(world.loop, 31s);
  const auto news = world.page(search_for("night ferry"));
  CHECK(news.total == 401);
  CHECK(news.cache.status == CacheStatus::miss);
}

TEST_CASE("a walk ends at the window of the Archive, and says so") {
  World world;
  fill_tour(world, 560, 20);  // 11,200 recordings
  const auto page = world.page(search_for("night ferry"));
  CHECK(world.browse.searches.size() == 50);
  CHECK(page.walk.cut);
  CHECK(page.walk.recordings_read == 10'000);
}

TEST_CASE("a walk ends in time for its caller, and says so") {
  World world;
  fill_tour(world, 100, 5);
  world.browse.takes = 7s;
  const auto page = world.page(search_for("night ferry"));
  CHECK(page.walk.cut);
  CHECK(world.clock.elapsed() <= 12s);
  CHECK(page.walk.recordings_read == 200);
}

TEST_CASE("a concert that a search found in part is completed when it is opened") {
  World world;
  world.browse.has({"gd77-05-08.sbd.hicks"});
  world.browse.has({"gd77-05-08.aud.vernon", "Grateful Dead", "1977-05-08", "Cornell University"});
  auto request = search_for("barton hall");
  const auto page = world.page(request);
  REQUIRE(page.results.size() == 1);
  CHECK(page.results[0].recordings_count == 1);

  const auto concert = world.concert(page.results[0].id);
  REQUIRE(concert);
  CHECK(concert->recordings.size() == 2);
  CHECK(concert->cache.status == CacheStatus::miss);
  CHECK(concert->recordings[0].tracks == 3U);
  CHECK(concert->best_to_play.identifier->text() == "gd77-05-08.sbd.hicks");

  const auto searches = world.browse.searches.size();
  const auto items = world.browse.items.size();
  const auto again = world.concert(page.results[0].id);
  REQUIRE(again);
  CHECK(again->cache.status == CacheStatus::fresh);
  CHECK(world.browse.searches.size() == searches);
  CHECK(world.browse.items.size() == items);
}

TEST_CASE("a tape that searches find and that is not there any more is not recommended") {
  World world;
  world.browse.has({"gd77-05-08.sbd.gone"});
  world.browse.has({"gd77-05-08.aud.vernon"});
  const auto page = world.page(search_for("5/8/77"));
  CHECK(page.results.at(0).best_to_play.identifier->text() == "gd77-05-08.sbd.gone");
  const auto concert = world.concert(page.results.at(0).id);
  REQUIRE(concert);
  CHECK(concert->best_to_play.identifier->text() == "gd77-05-08.aud.vernon");
  CHECK(concert->recordings.at(1).gone_dark);
  CHECK(concert->best_to_download.identifier->text() == "gd77-05-08.aud.vernon");
  // The list knows it from now on, too.
  CHECK(world.page(search_for("5/8/77")).results.at(0).best_to_play.identifier->text() ==
        "gd77-05-08.aud.vernon");
}

TEST_CASE("an item that cannot be read keeps nobody from looking into the others") {
  World world;
  world.browse.has({"gd77-05-08.sbd.garbled"});
  world.browse.has({"gd77-05-08.sbd.gone"});
  world.browse.has({"gd77-05-08.aud.garbled"});
  world.browse.has({"gd77-05-08.aud.vernon"});
  const auto id = world.page(search_for("5/8/77")).results.at(0).id;
  REQUIRE(world.concert(id));
  const auto concert = world.concert(id);
  REQUIRE(concert);
  for (const auto& recording : concert->recordings) {
    CAPTURE(recording.identifier.text());
    CHECK(recording.gone_dark == recording.identifier.text().contains("gone"));
    const bool known = recording.tracks.has_value() || recording.gone_dark;
    CHECK(known != recording.identifier.text().contains("garbled"));
  }
}

TEST_CASE("a concert is given once its best tapes were looked into; the others are later") {
  World world;
  world.browse.has({"gd77-05-08.sbd.gone"});
  world.browse.has({"gd77-05-08.sbd.hicks"});
  for (const auto* const other : {"vernon", "moore", "wagner", "clark"})
    world.browse.has({std::string("gd77-05-08.aud.") + other});
  const auto id = world.page(search_for("5/8/77")).results.at(0).id;
  world.browse.takes = 1s;
  ConcertAnswer answer;
  world.callers.spawn(World::ask_one(*world.concerts, id, Deadline::in(world.clock, 30s), answer));
  while (!answer)
    world.clock.advance(world.loop, 100ms);
  REQUIRE(*answer);
  CHECK((*answer)->best_to_play.identifier->text() == "gd77-05-08.sbd.hicks");
  CHECK((*answer)->recordings.at(0).tracks == 3U);
  CHECK_FALSE((*answer)->recordings.at(1).tracks);
  CHECK(world.browse.items.size() <= 3);  // the two, and the one that is asked for next

  world.clock.run_until_idle(world.loop);
  const auto later = world.concert(id);
  REQUIRE(later);
  for (const auto& recording : later->recordings)
    CHECK((recording.tracks.has_value() || recording.gone_dark));
}

TEST_CASE("a concert is shown as it is kept while browse is away") {
  World world;
  world.browse.has({"gd77-05-08.sbd.hicks"});
  const auto id = world.page(search_for("5/8/77")).results.at(0).id;
  world.browse.away = true;
  const auto concert = world.concert(id);
  REQUIRE(concert);
  CHECK(concert->cache.status == CacheStatus::stale);
  CHECK(concert->recordings.size() == 1);
}

TEST_CASE("a concert is shown as it is kept when browse does not take its artist's name") {
  World world;
  world.browse.has({"gd77-05-08.sbd.hicks"});
  const auto id = world.page(search_for("5/8/77")).results.at(0).id;
  world.browse.rejects = true;
  const auto concert = world.concert(id);
  REQUIRE(concert);
  CHECK(concert->cache.status == CacheStatus::stale);
  CHECK(concert->recordings.size() == 1);
}

TEST_CASE("a concert of an artist with a very long name is completed by the beginning of it") {
  World world;
  std::string artist = "Night Ferry";
  while (artist.size() < 400)
    artist += " Orchestra";
  world.browse.has({"nf77-05-08.sbd", artist});
  world.browse.has({"nf77-05-08.aud", artist, "1977-05-08", "Cornell University"});
  const auto id = world.page(search_for("barton hall")).results.at(0).id;
  const auto concert = world.concert(id);
  REQUIRE(concert);
  CHECK(concert->recordings.size() == 2);
  CHECK(concert->cache.status == CacheStatus::miss);
}

TEST_CASE(
    "opening a concert does not wait long for slow items, and they are counted all the same") {
  World world;
  world.browse.has({"gd77-05-08.sbd.hicks"});
  const auto id = world.page(search_for("5/8/77")).results.at(0).id;
  REQUIRE(world.concert(id));  // the night has been looked at
  world.browse.has({"gd77-05-08.aud.found"});
  world.clock.advance(world.loop, 25h);
  world.browse.takes = 2s;
  const auto begun = world.clock.ticks();
  ConcertAnswer answer;
  world.callers.spawn(World::ask_one(*world.concerts, id, Deadline::in(world.clock, 30s), answer));
  while (!answer)
    world.clock.advance(world.loop, 100ms);
  CHECK(world.clock.ticks() - begun <= 5s);
  world.browse.takes = 0s;
  world.clock.run_until_idle(world.loop);
  const auto later = world.concert(id);
  REQUIRE(later);
  CHECK(later->recordings.at(1).tracks == 3U);
}

TEST_CASE("a show that turns out to be two is given as the one most like it") {
  World world;
  world.browse.has({"gd70-02-13.sbd.miller", "Grateful Dead", "1970-02-13", "Fillmore East"});
  const auto id = world.page(search_for("2/13/70")).results.at(0).id;
  world.browse.has({"gd70-02-13.early.sbd", "Grateful Dead", "1970-02-13", "Fillmore East"});
  world.browse.has({"gd70-02-13.late.sbd", "Grateful Dead", "1970-02-13", "Fillmore East"});
  const auto concert = world.concert(id);
  REQUIRE(concert);
  CHECK(concert->id != id);
  CHECK(concert->same_day.size() == 1);
  CHECK(concert->recordings.size() == 2);
}

TEST_CASE("a show that turns out to be two is not given as that of another band") {
  World world;
  world.browse.has({"gd70-02-13.sbd.miller", "Grateful Dead", "1970-02-13", "Fillmore East"});
  const auto id = world.page(search_for("2/13/70")).results.at(0).id;
  world.browse.has({"agd70-02-13.aud", "A Grateful Dead Choir", "1970-02-13", "Fillmore East"});
  world.browse.has({"gd70-02-13.early.sbd", "Grateful Dead", "1970-02-13", "Fillmore East"});
  world.browse.has({"gd70-02-13.late.sbd", "Grateful Dead", "1970-02-13", "Fillmore East"});
  const auto concert = world.concert(id);
  REQUIRE(concert);
  CHECK(concert->id != id);
  CHECK(concert->artist == "Grateful Dead");
}

TEST_CASE("nobody has a concert of an id that is not kept") {
  World world;
  const auto concert = world.concert(ConcertId::make());
  REQUIRE_FALSE(concert);
  CHECK(concert.error().code == Errc::not_found);
  CHECK(world.browse.searches.empty());
}

TEST_CASE("the newest are one page of browse, by when they came to the Archive") {
  World world;
  fill_tour(world, 28, 20);
  Tape new_one{"gd77-05-08.sbd.new"};
  new_one.added = "2026-01-01 00:00:00";
  world.browse.has(std::move(new_one));
  ListRequest request;
  request.query.newest = true;
  request.sort = ConcertSort::added;
  const auto page = world.page(request);
  CHECK(world.browse.searches.size() == 1);
  CHECK(page.results.at(0).date.text() == "1977-05-08");
  CHECK_FALSE(page.walk.cut);
}

TEST_CASE("without a question everything known so far is listed") {
  World world;
  fill_tour(world, 3, 1);
  world.page(search_for("june 1980"));
  const auto page = world.page(ListRequest{});
  CHECK(page.total == 3);
  CHECK(page.walk.cut);
  world.clock.advance(world.loop, 1h);
  world.browse.away = true;
  const auto later = world.page(ListRequest{});
  CHECK(later.total == 3);
  CHECK(later.cache.status == CacheStatus::stale);
}

TEST_CASE("while as many walks as may be are under way the tables answer") {
  ConcertsSettings settings;
  settings.most_walks = 1;
  World world(settings);
  fill_tour(world, 3, 1);
  world.browse.has({"gd77-05-08.sbd.hicks"});
  world.page(search_for("night ferry"));
  world.clock.advance(world.loop, 1h);
  world.browse.takes = 5s;
  PageAnswer slow;
  world.begin(search_for("5/8/77"), slow);
  PageAnswer again;
  world.begin(search_for("night ferry"), again);
  PageAnswer other;
  world.begin(search_for("june 1980"), other);
  PageAnswer unknown;
  world.begin(search_for("winterland"), unknown);
  world.clock.run_until_idle(world.loop);
  for (const auto* const known : {&again, &other}) {
    REQUIRE(**known);
    CHECK((**known)->total == 3);
    CHECK((**known)->cache.status == CacheStatus::stale);
  }
  REQUIRE_FALSE(*unknown);
  CHECK(unknown->error().code == Errc::unavailable);
  CHECK(unknown->error().retry_after == 2s);
  CHECK((*slow)->total == 1);
}

TEST_CASE("while items are looked into, as many may search as ever") {
  ConcertsSettings settings;
  settings.most_walks = 2;
  World world(settings);
  fill_tour(world, 1, 13);
  const auto id = world.page(search_for("night ferry")).results.at(0).id;
  world.browse.has({"gd77-05-08.sbd.hicks"});
  world.browse.has({"gd77-05-09.aud", "Grateful Dead", "1977-05-09", "War Memorial", "Buffalo"});
  world.browse.takes = 1s;
  ConcertAnswer opened;
  world.callers.spawn(World::ask_one(*world.concerts, id, Deadline::in(world.clock, 30s), opened));
  world.clock.advance(world.loop, 3s);
  REQUIRE(opened);  // its other tapes are being looked into
  const auto looked_into = world.browse.items.size();
  PageAnswer one;
  world.begin(search_for("5/8/77"), one);
  PageAnswer other;
  world.begin(search_for("5/9/77"), other);
  world.clock.run_until_idle(world.loop);
  for (const auto* const answer : {&one, &other}) {
    REQUIRE(**answer);
    CHECK((**answer)->cache.status == CacheStatus::miss);
  }
  CHECK(world.browse.items.size() > looked_into);
}

TEST_CASE("the other tapes of two concerts are looked into at once, and of no more") {
  World world;
  fill_tour(world, 6, 13);
  const auto page = world.page(search_for("night ferry"));
  world.browse.takes = 1s;
  std::vector<ConcertAnswer> answers(page.results.size());
  for (std::size_t i = 0; i < answers.size(); ++i) {
    world.callers.spawn(World::ask_one(*world.concerts, page.results[i].id,
                                       Deadline::in(world.clock, 30s), answers[i]));
    world.clock.advance(world.loop, 3s);  // by then its best tapes are known
  }
  world.clock.run_until_idle(world.loop);
  for (const auto& answer : answers) {
    REQUIRE(answer);
    REQUIRE(*answer);
    CHECK((*answer)->recordings.at(0).tracks == 3U);
  }
  CHECK(world.browse.most_items_at_once == 3);  // those of two concerts, and the best of a third
}

TEST_CASE("stopping ends a walk that is under way") {
  World world;
  fill_tour(world, 100, 5);
  world.browse.takes = 10s;
  PageAnswer answer;
  world.begin(search_for("night ferry"), answer);
  world.clock.advance(world.loop, 1s);
  world.callers.cancel();  // as the server does with the requests that are left
  world.stop();
  CHECK(world.browse.searches.size() == 1);
  world.start();
}
