#include "aggregation/core/concert_list.hpp"
#include "aggregation/migrations.hpp"
#include "aggregation/store/sql_concerts.hpp"
#include "async/await.hpp"
#include "async/loop.hpp"
#include "database/migration.hpp"
#include "support/captured_log.hpp"
#include "support/databases.hpp"
#include "support/tapes.hpp"

#include <doctest/doctest.h>

#include <array>
#include <chrono>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

using namespace tapedeck;
using namespace tapedeck::aggregation;
using namespace std::chrono_literals;
using async::await;
using test::Tape;

namespace {

const Instant some_time{std::chrono::sys_days{std::chrono::year{2026} / 3 / 1}};

void migrate_to_concerts(const database::Url& url) {
  const std::array services{aggregation::migrations()};
  database::NoMigrationObserver nobody;
  const SystemClock clock;
  REQUIRE(database::migrate(url, services, {.program_version = "0.1.0"}, clock, nobody));
}

/// The store over an empty database.
struct Shelf {
  explicit Shelf(const test::TestDatabase& made) : shelf_of(made) {
    migrate_to_concerts(made.url());
    pool.emplace(database::Settings{.url = made.url()}, observer);
    store.emplace(*pool);
  }

  std::vector<Listed> take(std::vector<Tape> tapes, Instant now = some_time) {
    std::vector<Recording> recordings;
    for (auto& tape : tapes)
      recordings.push_back(read_recording(test::found(std::move(tape))).value());
    auto taken = await(loop.executor(), store->take(std::move(recordings), now));
    REQUIRE(taken);
    return *std::move(taken);
  }

  KeptConcert concert(const ConcertId& id) {
    auto kept = await(loop.executor(), store->concert(id));
    REQUIRE(kept);
    REQUIRE(*kept);
    return **std::move(kept);
  }

  std::vector<Listed> find(ConcertQuery query, std::uint32_t most = 100) {
    return *await(loop.executor(), store->find(std::move(query), most));
  }

  std::int64_t count(const char* what) {
    auto db = shelf_of.connect();
    if (std::string_view(what) == "concerts") {
      return *db->value<std::int64_t>(
          {"test.concerts", "select count(*) from aggregated_concerts"});
    }
    return *db->value<std::int64_t>({"test.recordings", "select count(*) from concert_recordings"});
  }

  const test::TestDatabase& shelf_of;
  async::LoopThread loop{"store"};
  database::NoStatementObserver observer;
  std::optional<database::Pool> pool;
  std::optional<SqlConcerts> store;
};

ConcertQuery asking(std::string q, std::string artist = {}, std::string venue = {}) {
  ConcertQuery query;
  auto typed = music::take_date(q);
  query.q = std::move(typed.rest);
  query.from = typed.from;
  query.to = typed.to;
  query.artist = std::move(artist);
  query.venue = std::move(venue);
  return query;
}

}  // namespace

STORE_TEST_CASE("recordings that are taken in are concerts, and stay so") {
  Shelf shelf(database);
  const auto listed =
      shelf.take({{"gd77-05-08.sbd.hicks"},
                  {"gd77-05-08.aud"},
                  {"gd77-05-09.aud", "Grateful Dead", "1977-05-09", "War Memorial"}});
  REQUIRE(listed.size() == 2);
  CHECK(listed[0].recordings == 2);
  const auto kept = shelf.concert(listed[0].id);
  CHECK(kept.details.artist == "Grateful Dead");
  CHECK(kept.details.recordings.at(0).identifier.text() == "gd77-05-08.sbd.hicks");
  CHECK(kept.details.recordings.at(1).source_kind == music::SourceKind::audience);
  CHECK(kept.updated_at == some_time);
  CHECK_FALSE(kept.looked_at);

  const auto lines = await(shelf.loop.executor(),
                           shelf.store->summaries({listed[1].id, ConcertId::make(), listed[0].id}));
  REQUIRE(lines);
  REQUIRE(lines->size() == 2);
  CHECK((*lines)[0].date.text() == "1977-05-09");
  CHECK((*lines)[1].best_to_play.identifier->text() == "gd77-05-08.sbd.hicks");
}

STORE_TEST_CASE("the columns of the tables say what the concert is") {
  Shelf shelf(database);
  const auto id = shelf.take({{"gd77-05-08.sbd.hicks"}, {"gd77-05-08.aud"}}).at(0).id;
  auto db = database.connect();
  const auto row = db->one<std::string, std::string, std::string, std::string, std::int64_t>(
      {"test.concert",
       "select artist, date, venue, location, recordings_count from aggregated_concerts "
       "where id = :id"},
      id);
  REQUIRE(row);
  REQUIRE(*row);
  CHECK(**row == std::tuple{"Grateful Dead", "1977-05-08", "Barton Hall, Cornell University",
                            "Ithaca, NY", 2});
  const auto sizes = db->all<std::string, std::int64_t, std::int64_t>(
      {"test.tapes",
       "select archive_identifier, total_size, position from concert_recordings order by "
       "position"});
  REQUIRE(sizes);
  CHECK(sizes->at(0) == std::tuple{"gd77-05-08.sbd.hicks", 500'000'000, 1});
}

STORE_TEST_CASE("a night grows by what later searches find, and never shrinks") {
  Shelf shelf(database);
  const auto first = shelf.take({{"gd77-05-08.sbd.hicks"}});
  const auto second = shelf.take({{"gd77-05-08.aud", "The Grateful Dead"}}, some_time + 1h);
  REQUIRE(second.size() == 1);
  CHECK(second[0].id == first[0].id);
  CHECK(second[0].recordings == 2);
  CHECK(shelf.concert(first[0].id).details.recordings.size() == 2);
  CHECK(shelf.count("concerts") == 1);
  CHECK(shelf.count("recordings") == 2);
}

STORE_TEST_CASE("what has not changed is not written again") {
  Shelf shelf(database);
  const auto id = shelf.take({{"gd77-05-08.sbd.hicks"}}).at(0).id;
  shelf.take({{"gd77-05-08.sbd.hicks"}}, some_time + 1h);
  CHECK(shelf.concert(id).updated_at == some_time);
  Tape fetched{"gd77-05-08.sbd.hicks"};
  fetched.downloads = 7;
  shelf.take({fetched}, some_time + 2h);
  CHECK(shelf.concert(id).updated_at == some_time + 2h);
}

STORE_TEST_CASE(
    "one concert becomes two when a late show turns up, and a tape of both is in both") {
  Shelf shelf(database);
  const auto before =
      shelf.take({{"gd70-02-13.sbd", "Grateful Dead", "1970-02-13", "Fillmore East"}});
  const auto after =
      shelf.take({{"gd70-02-13.early-late.sbd", "Grateful Dead", "1970-02-13", "Fillmore East"}});
  REQUIRE(after.size() == 2);
  CHECK(shelf.count("concerts") == 2);
  CHECK(shelf.count("recordings") == 4);
  const auto gone = await(shelf.loop.executor(), shelf.store->concert(before[0].id));
  REQUIRE(gone);
  CHECK_FALSE(*gone);
  CHECK(shelf.concert(after[0].id).details.same_day == std::vector{after[1].id});
}

STORE_TEST_CASE("a night of two venues is kept although some tapes name neither") {
  Shelf shelf(database);
  const auto listed = shelf.take({{"nf90-04-01.a", "Night Ferry", "1990-04-01", "Wetlands"},
                                  {"nf90-04-01.b", "Night Ferry", "1990-04-01", "Tipitina's"},
                                  {"nf90-04-01.c", "Night Ferry", "1990-04-01", "Auditorium"},
                                  {"nf90-04-01.d", "Night Ferry", "1990-04-01", "Auditorium"}});
  REQUIRE(listed.size() == 2);
  CHECK(shelf.count("concerts") == 2);
  CHECK(shelf.count("recordings") == 6);
  CHECK(shelf.concert(listed[0].id).details.same_day == std::vector{listed[1].id});
}

STORE_TEST_CASE("a recording whose numbers and texts no table could hold is kept without them") {
  Shelf shelf(database);
  std::string letters;
  for (int i = 0; i < 2'000; ++i)
    letters += std::to_string(i * 7'919);
  auto found = test::found({"gd77-05-08.sbd.hicks", letters});
  found.bytes = std::numeric_limits<std::uint64_t>::max();
  found.added = "some time in the spring of 2004, or so";
  found.downloads = std::numeric_limits<std::uint64_t>::max();
  std::vector<Recording> recordings{read_recording(std::move(found)).value()};
  const auto taken =
      await(shelf.loop.executor(), shelf.store->take(std::move(recordings), some_time));
  REQUIRE(taken);
  REQUIRE(taken->size() == 1);
  CHECK(taken->at(0).added.empty());
  const auto kept = shelf.concert(taken->at(0).id);
  CHECK_FALSE(kept.details.recordings.at(0).bytes);
}

STORE_TEST_CASE("a recording whose date is mended moves to its night") {
  Shelf shelf(database);
  const auto wrong = shelf.take(
      {{"gd.sbd.hicks", "Grateful Dead", "1977-05-07"}, {"gd.aud", "Grateful Dead", "1977-05-07"}});
  const auto right = shelf.take({{"gd.sbd.hicks", "Grateful Dead", "1977-05-08"}});
  CHECK(right.at(0).date.text() == "1977-05-08");
  CHECK(shelf.concert(wrong.at(0).id).details.recordings.size() == 1);
  CHECK(shelf.count("recordings") == 2);
}

STORE_TEST_CASE("what was counted of a recording stays known when it is found again") {
  Shelf shelf(database);
  const auto id = shelf.take({{"gd77-05-08.sbd.hicks"}}).at(0).id;
  auto recordings = *await(shelf.loop.executor(), shelf.store->recordings(id));
  REQUIRE(recordings.size() == 1);
  recordings[0].tracks = 21;
  REQUIRE(await(shelf.loop.executor(), shelf.store->take(std::move(recordings), some_time)));
  shelf.take({{"gd77-05-08.sbd.hicks"}});
  CHECK(shelf.concert(id).details.recordings.at(0).tracks == 21U);
}

STORE_TEST_CASE("what an older release kept of a recording can be read") {
  Shelf shelf(database);
  const auto id = shelf.take({{"gd77-05-08.sbd.hicks"}}).at(0).id;
  // As it was written then; never to be changed.
  const std::string note =
      R"({"found":{"identifier":"gd77-05-08.sbd.hicks","title":"Grateful Dead Live at Barton Hall",)"
      R"("creators":["Grateful Dead"],"date":"1977-05-08","year":"1977","venue":"Barton Hall",)"
      R"("coverage":"Ithaca, NY","source":"SBD","lineage":"","taper":"","transferer":"",)"
      R"("collections":["GratefulDead","etree"],"formats":["Flac"],"bytes":500000000,)"
      R"("downloads":null,"review_count":null,"rating":null,"published":"","added":"",)"
      R"("stream_only":false},"tracks":21})";
  REQUIRE(database.connect()->run({"test.age", "update concert_recordings set metadata = :note"},
                                  note));
  const auto kept = shelf.concert(id);
  REQUIRE(kept.details.recordings.size() == 1);
  CHECK(kept.details.recordings[0].tracks == 21U);
  CHECK(kept.details.recordings[0].source == "SBD");
  CHECK_FALSE(kept.details.recordings[0].gone_dark);
}

STORE_TEST_CASE("what cannot be read of a night or a list is left out, and the log says so") {
  const test::CapturedLog log;
  Shelf shelf(database);
  const auto id = shelf.take({{"gd77-05-08.sbd.hicks"}, {"gd77-05-08.aud"}}).at(0).id;
  const auto other =
      shelf.take({{"gd77-05-09.aud", "Grateful Dead", "1977-05-09", "War Memorial"}}).at(0).id;
  REQUIRE(database.connect()->run({"test.spoil",
                                   "update concert_recordings set metadata = '{\"found\":{}}' "
                                   "where archive_identifier = 'gd77-05-08.aud'"}));
  REQUIRE(database.connect()->run(
      {"test.spoil_line", "update aggregated_concerts set metadata = '{}' where id = :id"}, other));
  CHECK(shelf.concert(id).details.recordings.size() == 1);
  CHECK(log.count("a kept recording cannot be read") == 1);
  const auto lines = await(shelf.loop.executor(), shelf.store->summaries({other, id}));
  REQUIRE(lines);
  REQUIRE(lines->size() == 1);
  CHECK(lines->front().id == id);
  CHECK(log.count("a kept concert cannot be read") == 1);
  // Whoever finds them again mends them.
  shelf.take(
      {{"gd77-05-08.aud"}, {"gd77-05-09.aud", "Grateful Dead", "1977-05-09", "War Memorial"}});
  CHECK(shelf.concert(id).details.recordings.size() == 2);
  CHECK(await(shelf.loop.executor(), shelf.store->summaries({other, id}))->size() == 2);
}

STORE_TEST_CASE("a look at a night is remembered for every concert of it") {
  Shelf shelf(database);
  const auto listed =
      shelf.take({{"gd70-02-13.early-late.sbd", "Grateful Dead", "1970-02-13", "Fillmore East"}});
  const auto date = music::ConcertDate::parse("1970-02-13").value();
  REQUIRE(
      await(shelf.loop.executor(), shelf.store->note_look("grateful dead", date, some_time + 1h)));
  for (const auto& each : listed)
    CHECK(shelf.concert(each.id).looked_at == some_time + 1h);
  shelf.take({{"gd70-02-13.late.aud", "Grateful Dead", "1970-02-13", "Fillmore East"}});
  CHECK(shelf.concert(listed[0].id).looked_at == some_time + 1h);
}

STORE_TEST_CASE("kept concerts are found by their words and days") {
  Shelf shelf(database);
  shelf.take({{"gd77-05-08.sbd.hicks"},
              {"gd77-05-09.aud", "Grateful Dead", "1977-05-09", "War Memorial", "Buffalo, NY"},
              {"gd77-05-xx.aud", "Grateful Dead", "1977-05-00", "Unknown", ""},
              {"nf1991-01-05", "Night Ferry", "1991-01-05", "Quay Hall", "Port Alder, ME"}});
  struct Case {
    std::string q, artist, venue;
    std::size_t found;
  };
  const std::vector<Case> cases{
      {"5/8/77", "", "", 1},
      {"may 77", "", "", 3},
      {"1977", "", "", 3},
      {"cornell 77", "", "", 1},
      {"cornell 78", "", "", 0},
      {"hall", "", "", 2},
      {"", "grateful dead", "", 3},
      {"", "The Grateful Dead", "", 3},
      {"", "", "barton hall", 1},
      {"HALL barton", "", "", 1},
      {"", "", "", 4},
      {"100% _", "", "", 0},
  };
  for (const auto& c : cases) {
    CAPTURE(c.q);
    CAPTURE(c.artist);
    CAPTURE(c.venue);
    CHECK(shelf.find(asking(c.q, c.artist, c.venue)).size() == c.found);
  }
  const auto last = shelf.find(asking(""), 1);
  REQUIRE(last.size() == 1);
  CHECK(last[0].date.text() == "1991-01-05");
  CHECK(last[0].seen == some_time);
}

STORE_TEST_CASE("without words no more kept concerts are read than are wanted") {
  Shelf shelf(database);
  shelf.take({{"gd77-05-08.sbd.hicks"},
              {"nf1991-01-05", "Night Ferry", "1991-01-05", "Quay Hall", "Port Alder, ME"}});
  REQUIRE(database.connect()->run({"test.spoil",
                                   "update aggregated_concerts set recordings_count = -1 "
                                   "where date = '1977-05-08'"}));
  const auto last = await(shelf.loop.executor(), shelf.store->find(asking(""), 1));
  REQUIRE(last);
  REQUIRE(last->size() == 1);
  CHECK(last->front().date.text() == "1991-01-05");
  CHECK_FALSE(await(shelf.loop.executor(), shelf.store->find(asking(""), 2)));
}

STORE_TEST_CASE("a thousand nights are taken in") {
  Shelf shelf(database);
  std::vector<Tape> tapes;
  std::vector<std::string> names;
  for (int i = 0; i < 1'000; ++i)
    names.push_back("nf" + std::to_string(i));
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto day = music::ConcertDate::of(1980 + static_cast<int>(i / 336),
                                            1 + static_cast<unsigned>(i / 28 % 12),
                                            1 + static_cast<unsigned>(i % 28));
    tapes.push_back({names[i], "Night Ferry", day->text(), "Quay Hall", "Port Alder, ME"});
  }
  CHECK(shelf.take(std::move(tapes)).size() == 1'000);
  CHECK(shelf.count("concerts") == 1'000);
}
