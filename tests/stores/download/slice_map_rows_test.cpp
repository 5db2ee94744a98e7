#include "download/store/slice_map_rows.hpp"

#include "async/clock.hpp"
#include "database/migration.hpp"
#include "download/migrations.hpp"
#include "support/databases.hpp"

#include <doctest/doctest.h>

#include <array>
#include <string>

using namespace tapedeck;
using namespace tapedeck::test;
using download::KeptSlices;

namespace {

/// The tables of download with one job in them; gives its id.
JobId with_one_job(const TestDatabase& database) {
  const SystemClock clock;
  database::NoMigrationObserver observer;
  const std::array all{download::migrations()};
  const auto done = database::migrate(database.url(), all, {"test"}, clock, observer);
  REQUIRE_MESSAGE(done, done.error().detail);
  const auto id = JobId::make();
  auto db = database.connect();
  REQUIRE(db->run({"test.job", R"(
    insert into downloads (id, user_id, archive_identifier, filename)
    values (:id, :user, 'gd77-05-08.sbd', 't01.flac')
  )"},
                  id, UserId::make()));
  return id;
}

}  // namespace

STORE_TEST_CASE("what is known of a file's slices is kept, replaced, and goes with its download") {
  const auto id = with_one_job(database);
  auto db = database.connect();
  const auto before = download::rows::find_slices(*db, id);
  REQUIRE(before);
  CHECK_FALSE(*before);

  REQUIRE(download::rows::keep_slices(
      *db, id, KeptSlices{.file_size = 1'000, .reason = "There is a hole in it."}));
  REQUIRE(download::rows::keep_slices(*db, id, KeptSlices{.file_size = 2'000, .map = "{}"}));
  const auto kept = download::rows::find_slices(*db, id);
  REQUIRE(kept);
  REQUIRE(*kept);
  CHECK((*kept)->file_size == 2'000);
  CHECK((*kept)->map == "{}");
  CHECK((*kept)->reason.empty());

  REQUIRE(db->run({"test.remove", "delete from downloads where id = :id"}, id));
  const auto after = download::rows::find_slices(*db, id);
  REQUIRE(after);
  CHECK_FALSE(*after);
}

STORE_TEST_CASE("slices of a download that has gone are not kept") {
  with_one_job(database);
  auto db = database.connect();
  const auto kept =
      download::rows::keep_slices(*db, JobId::make(), KeptSlices{.file_size = 1, .map = "{}"});
  REQUIRE_FALSE(kept);
  CHECK(kept.error().code == Errc::conflict);
}
