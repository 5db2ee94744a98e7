#include "download/store/hearing_rows.hpp"

#include "async/clock.hpp"
#include "database/migration.hpp"
#include "download/migrations.hpp"
#include "support/databases.hpp"

#include <doctest/doctest.h>

#include <array>
#include <chrono>
#include <string>

using namespace tapedeck;
using namespace tapedeck::test;
using download::KeptHearing;
using download::KeptSlices;

namespace {

const UserId listener = UserId::make();
const ItemIdentifier heard_item = *ItemIdentifier::parse("gd77-05-08.sbd");

/// The tables of download with one finished file in them; gives the id of its job.
JobId with_a_file(const TestDatabase& database) {
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
                  id, listener));
  return id;
}

KeptHearing some_hearing() {
  return {.file_size = 1'000,
          .modified_at = Instant(std::chrono::seconds(1'600'000'000)),
          .md5 = std::string(32, 'a'),
          .sha1 = std::string(40, 'b'),
          .heard_at = Instant(std::chrono::milliseconds(1'700'000'000'250)),
          .program = "Tapedeck 0.1.0",
          .reason = "There is a hole in it."};
}

}  // namespace

STORE_TEST_CASE("what was heard of a file is kept, replaced, and goes with its download") {
  const auto id = with_a_file(database);
  auto db = database.connect();
  const auto before = download::rows::find_hearing(*db, id);
  REQUIRE(before);
  CHECK_FALSE(*before);

  REQUIRE(download::rows::keep_hearing(*db, id, some_hearing(), std::nullopt));
  auto better = some_hearing();
  better.hearing = "{}";
  better.reason.clear();
  REQUIRE(
      download::rows::keep_hearing(*db, id, better, KeptSlices{.file_size = 1'000, .map = "{}"}));
  const auto kept = download::rows::find_hearings(*db, listener, heard_item);
  REQUIRE(kept);
  REQUIRE(kept->size() == 1);
  REQUIRE(kept->contains(id));
  const auto& only = kept->at(id);
  CHECK(only.file_size == 1'000);
  CHECK(only.modified_at == better.modified_at);
  CHECK(only.md5 == better.md5);
  CHECK(only.sha1 == better.sha1);
  CHECK(only.heard_at == better.heard_at);
  CHECK(only.program == "Tapedeck 0.1.0");
  CHECK(only.hearing == "{}");
  CHECK(only.reason.empty());
  const auto slices = download::rows::find_slices(*db, id);
  REQUIRE(slices);
  REQUIRE(*slices);
  CHECK((*slices)->map == "{}");

  const auto others = download::rows::find_hearings(*db, UserId::make(), heard_item);
  REQUIRE(others);
  CHECK(others->empty());

  REQUIRE(db->run({"test.remove", "delete from downloads where id = :id"}, id));
  const auto after = download::rows::find_hearing(*db, id);
  REQUIRE(after);
  CHECK_FALSE(*after);
}

STORE_TEST_CASE("what was heard of a download that has gone is not kept") {
  with_a_file(database);
  auto db = database.connect();
  const auto kept = download::rows::keep_hearing(*db, JobId::make(), some_hearing(), std::nullopt);
  REQUIRE_FALSE(kept);
  CHECK(kept.error().code == Errc::conflict);
}
