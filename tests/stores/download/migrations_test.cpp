#include "download/migrations.hpp"

#include "async/clock.hpp"
#include "database/migration.hpp"
#include "support/databases.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cstddef>
#include <optional>
#include <string>

using namespace tapedeck;
using namespace tapedeck::test;

namespace {

/// Brings the tables of download to where the first `count` migrations leave them.
void migrate_to(const TestDatabase& database, std::size_t count) {
  const SystemClock clock;
  database::NoMigrationObserver observer;
  auto steps = download::migrations();
  steps.steps = steps.steps.first(count);
  const std::array all{steps};
  const auto done = database::migrate(database.url(), all, {"test"}, clock, observer);
  REQUIRE_MESSAGE(done, done.error().detail);
}

std::optional<std::string> waiting_for(database::Connection& db, const std::string& file) {
  auto found = db.value<std::optional<std::string>>(
      {"test.waiting_for", "select waiting_for from downloads where filename = :file"}, file);
  REQUIRE_MESSAGE(found, found.error().detail);
  return *found;
}

bool may_wait_for(database::Connection& db, const std::string& what) {
  return db.run({"test.wait", "update downloads set waiting_for = :what"}, what).has_value();
}

}  // namespace

STORE_TEST_CASE("jobs go on waiting for what they waited for when there is more to wait for") {
  migrate_to(database, 10);
  auto db = database.connect();
  const auto add = [&](const std::string& file, const std::optional<std::string>& what) {
    REQUIRE(db->run({"test.add", R"(
      insert into downloads (id, user_id, archive_identifier, filename, waiting_for)
      values (:id, 'a user', 'gd77-05-08.sbd', :file, :what)
    )"},
                    JobId::make(), file, what));
  };
  add("t01.flac", "disk");
  add("t02.flac", "retry_at");
  add("t03.flac", std::nullopt);
  CHECK_FALSE(may_wait_for(*db, "hours"));
  db.reset();

  migrate_to(database, download::migrations().steps.size());
  db = database.connect();
  CHECK(waiting_for(*db, "t01.flac") == "disk");
  CHECK(waiting_for(*db, "t02.flac") == "retry_at");
  CHECK_FALSE(waiting_for(*db, "t03.flac"));
  CHECK(may_wait_for(*db, "hours"));
  CHECK(may_wait_for(*db, "quota"));
  CHECK_FALSE(may_wait_for(*db, "godot"));
}
