#include "database/upkeep.hpp"
#include "support/databases.hpp"

#include <doctest/doctest.h>

#include <fstream>

using namespace tapedeck;
using database::Connection;

namespace {

void fill(const test::TestDatabase& database) {
  auto db = database.connect();
  REQUIRE(db->run({"test.make_songs", "create table songs (id integer primary key, t text)"}));
  for (int i = 0; i < 400; ++i) {
    REQUIRE(db->run({"test.add_song", "insert into songs values (:id, :title)"}, i,
                    std::string(100, 'x')));
  }
}

void overwrite(const std::filesystem::path& file, std::streamoff at, const std::string& bytes) {
  std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
  stream.seekp(at);
  stream << bytes;
  REQUIRE(stream.good());
}

/// What the start of a program does.
Result<void> open_and_look(const test::TestDatabase& database) {
  database::NoStatementObserver nobody;
  auto db = Connection::open(database.url(), {}, nobody);
  if (!db) return failure(db);
  return database::check_for_damage(**db);
}

}  // namespace

STORE_TEST_CASE("a sound database answers and has no damage") {
  auto db = database.connect();
  CHECK(database::answers(*db));
  CHECK(database::check_for_damage(*db));
  CHECK(database::tidy(*db));
}

TEST_CASE("a damaged page is noticed, and the sentence says what to do") {
  const test::TestDatabase database(database::Dialect::sqlite);
  fill(database);
  overwrite(database.url().file(), 4096 * 3 + 8, std::string(2000, '\xff'));
  const auto looked = open_and_look(database);
  REQUIRE_FALSE(looked);
  CHECK(looked.error().code == Errc::storage);
  CHECK(looked.error().message.contains("tapedeck restore"));
}

TEST_CASE("a file that is no database is refused") {
  const test::TestDatabase database(database::Dialect::sqlite);
  fill(database);
  overwrite(database.url().file(), 0, std::string(200, 'x'));
  const auto looked = open_and_look(database);
  REQUIRE_FALSE(looked);
  CHECK(looked.error().code == Errc::storage);
  CHECK(looked.error().message.contains("tapedeck restore"));
}

TEST_CASE("a file that was cut off is noticed") {
  const test::TestDatabase database(database::Dialect::sqlite);
  fill(database);
  std::filesystem::resize_file(database.url().file(), 4096 * 5);
  const auto looked = open_and_look(database);
  REQUIRE_FALSE(looked);
  CHECK(looked.error().code == Errc::storage);
}
