#include "database/migration.hpp"

#include "database/connection.hpp"
#include "database/transaction.hpp"
#include "database/upkeep.hpp"
#include "sample/migrations.hpp"
#include "support/databases.hpp"

#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <fstream>
#include <thread>

using namespace tapedeck;
using database::Connection;
using database::Migration;
using database::MigrationReport;
using database::Migrations;

namespace {

/// The first `count` migrations: a program of that version.
Migrations version(std::size_t count) {
  const auto all = sample::migrations();
  return {.service = all.service, .steps = all.steps.first(count)};
}

/// Dies at the n-th thing it hears of, as a pulled plug would have it.
class Plug final : public database::MigrationObserver {
 public:
  explicit Plug(int at) : at_(at) {}

  void copied(const std::filesystem::path&) override { count(); }
  void ran(std::string_view, const Migration&, std::size_t) override { count(); }
  void recorded(std::string_view, const Migration&) override { count(); }
  void applied(std::string_view, const Migration&) override { count(); }

 private:
  void count() {
    if (++heard_ == at_) std::raise(SIGKILL);
  }

  int at_;
  int heard_ = 0;
};

Result<MigrationReport> migrate_with(const test::TestDatabase& database,
                                     std::span<const Migrations> services,
                                     database::MigrationObserver& observer) {
  const SystemClock clock;
  return database::migrate(database.url(), services, {.program_version = "0.2.0"}, clock, observer);
}

Result<MigrationReport> migrate_to(const test::TestDatabase& database, const Migrations& service) {
  database::NoMigrationObserver nobody;
  return migrate_with(database, std::span(&service, 1), nobody);
}

/// Migrates in a process of its own, which dies at the n-th step; whether it came to the end.
bool migrate_and_die(const test::TestDatabase& database, const Migrations& service, int at) {
  const pid_t child = ::fork();
  if (child == 0) {
    Plug plug(at);
    const auto done = migrate_with(database, std::span(&service, 1), plug);
    ::_exit(done ? 0 : 1);
  }
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  if (WIFEXITED(status)) CHECK(WEXITSTATUS(status) == 0);
  return WIFEXITED(status);
}

Result<std::int64_t> count_applied(Connection& db) {
  return db.value<std::int64_t>({"test.count_applied", "select count(*) from schema_versions"});
}

Result<std::vector<std::string>> artists(Connection& db) {
  return db.all<std::string>({"test.artists", "select artist from concerts order by id"});
}

const std::vector<std::string> both_artists{"Grateful Dead", "Phish"};

/// The program of version 1 starts, reads, and writes.
void first_version_works(const test::TestDatabase& database) {
  const auto started = migrate_to(database, version(1));
  REQUIRE(started);
  CHECK(started->applied == 0);
  auto db = database.connect();
  CHECK(artists(*db) == both_artists);
  CHECK(db->run({"test.add_recording",
                 "insert into recordings (identifier, concert_id) values ('gd1977-05-09', 1)"}) ==
        1);
  CHECK(db->run({"test.drop_recording",
                 "delete from recordings where identifier = 'gd1977-05-09'"}) == 1);
}

/// What the last version made of what the first one stored.
void last_version_works(const test::TestDatabase& database) {
  auto db = database.connect();
  CHECK(count_applied(*db) == 3);
  CHECK(artists(*db) == both_artists);
  CHECK(db->value<std::int64_t>({"test.plays", "select sum(plays) from concerts"}) == 30);
  CHECK(db->value<std::int64_t>({"test.recordings", "select count(*) from recordings"}) == 1);
  const auto orphan = db->run({"test.add_orphan", "insert into recordings values ('x', 99)"});
  REQUIRE_FALSE(orphan);
  CHECK(orphan.error().code == Errc::conflict);
}

}  // namespace

STORE_TEST_CASE("a new database is brought to the last version, and then left alone") {
  const auto first = migrate_to(database, version(3));
  REQUIRE(first);
  CHECK(first->applied == 3);
  CHECK_FALSE(first->copy);
  last_version_works(database);

  const auto second = migrate_to(database, version(3));
  REQUIRE(second);
  CHECK(second->applied == 0);
}

STORE_TEST_CASE("an upgrade keeps what was stored") {
  REQUIRE(migrate_to(database, version(1)));
  const auto upgraded = migrate_to(database, version(3));
  REQUIRE(upgraded);
  CHECK(upgraded->applied == 2);
  last_version_works(database);
}

STORE_TEST_CASE("each service has versions of its own") {
  const auto sample = version(1);
  const auto text = std::to_array<Migration>(
      {{.version = 1, .name = "jobs", .text = "create table jobs (id integer)", .checksum = "1"}});
  const auto services = std::to_array<Migrations>({sample, {.service = "download", .steps = text}});
  database::NoMigrationObserver nobody;
  REQUIRE(migrate_with(database, services, nobody));
  auto db = database.connect();
  CHECK(db->all<std::string, int>({"test.versions",
                                   "select service, version from schema_versions "
                                   "order by service"}) ==
        std::vector<std::tuple<std::string, int>>{{"download", 1}, {"sample", 1}});
}

STORE_TEST_CASE("a migration killed after any step leaves the old version working") {
  int killed = 0;
  for (bool to_its_end = false; !to_its_end;) {
    const test::TestDatabase fresh(database.dialect());
    REQUIRE(migrate_to(fresh, version(1)));
    to_its_end = migrate_and_die(fresh, version(2), killed + 1);
    CAPTURE(killed);
    if (!to_its_end) {
      ++killed;
      auto db = fresh.connect();
      const auto applied = count_applied(*db);
      REQUIRE(applied);
      // The last of the steps is told after the commit: then the new version is there, and whole.
      if (*applied == 1) first_version_works(fresh);
      CHECK(database::check_for_damage(*db));
    }
    const auto again = migrate_to(fresh, version(3));
    REQUIRE(again);
    last_version_works(fresh);
  }
  // Eight statements or nine, the record, the commit, and on SQLite the copy before them.
  CHECK(killed >= 10);
}

STORE_TEST_CASE("several processes that start at once migrate once") {
  REQUIRE(migrate_to(database, version(1)));
  std::vector<pid_t> children;
  for (int i = 0; i < 4; ++i) {
    const pid_t child = ::fork();
    if (child == 0) ::_exit(migrate_to(database, version(3)) ? 0 : 1);
    children.push_back(child);
  }
  for (const pid_t child : children) {
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    CHECK(status == 0);
  }
  last_version_works(database);
}

STORE_TEST_CASE("a database of a newer program is refused with what to do") {
  REQUIRE(migrate_to(database, version(3)));
  const auto refused = migrate_to(database, version(2));
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == Errc::conflict);
  CHECK(refused.error().message.contains("newer Tapedeck"));
  CHECK(refused.error().message.contains("upgrade Tapedeck, or restore the backup"));
}

STORE_TEST_CASE("a released migration that was edited is refused") {
  REQUIRE(migrate_to(database, version(1)));
  auto edited = sample::migrations().steps.front();
  edited.checksum = "0000";
  const auto refused = migrate_to(database, {.service = "sample", .steps = std::span(&edited, 1)});
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == Errc::conflict);
  CHECK(refused.error().message.contains("migration 1 of sample, concerts, differs"));
}

STORE_TEST_CASE("a migration that fails changes nothing") {
  REQUIRE(migrate_to(database, version(1)));
  const auto failing =
      std::to_array<Migration>({sample::migrations().steps.front(),
                                {.version = 2,
                                 .name = "oops",
                                 .text = "drop table recordings; insert into nowhere values (1);",
                                 .checksum = "2"}});
  const auto failed = migrate_to(database, {.service = "sample", .steps = failing});
  REQUIRE_FALSE(failed);
  CHECK(failed.error().code == Errc::storage);
  CHECK(failed.error().detail.contains("sample.oops statement 2"));
  first_version_works(database);
}

TEST_CASE("a migration that leaves rows without their owners is refused") {
  const test::TestDatabase database(database::Dialect::sqlite);
  REQUIRE(migrate_to(database, version(1)));
  const auto orphaning = std::to_array<Migration>(
      {sample::migrations().steps.front(),
       {.version = 2, .name = "orphans", .text = "delete from concerts", .checksum = "2"}});
  const auto refused = migrate_to(database, {.service = "sample", .steps = orphaning});
  REQUIRE_FALSE(refused);
  CHECK(refused.error().detail.contains("1 rows with broken references"));
  first_version_works(database);
}

TEST_CASE("before an upgrade a SQLite database is copied, and the old program runs on the copy") {
  const test::TestDatabase database(database::Dialect::sqlite);
  REQUIRE(migrate_to(database, version(1)));
  const auto upgraded = migrate_to(database, version(3));
  REQUIRE(upgraded);
  REQUIRE(upgraded->copy);
  CHECK(upgraded->copy->filename() == "music_player.db.before-0.2.0");
  using std::filesystem::perms;
  CHECK(std::filesystem::status(*upgraded->copy).permissions() ==
        (perms::owner_read | perms::owner_write));

  for (const auto* of_sqlite : {"", "-wal", "-shm"})
    std::filesystem::remove(database.url().file().string() + of_sqlite);
  std::filesystem::rename(*upgraded->copy, database.url().file());
  first_version_works(database);
}

TEST_CASE("the copy is from before the first service was upgraded, not the last") {
  const test::TestDatabase database(database::Dialect::sqlite);
  REQUIRE(migrate_to(database, version(1)));
  const auto copy = migrate_to(database, version(2))->copy;
  REQUIRE(copy);
  // Another service of the same program starts later, in a process of its own.
  const auto text = std::to_array<Migration>(
      {{.version = 1, .name = "jobs", .text = "create table jobs (id integer)", .checksum = "1"}});
  const auto later = migrate_to(database, {.service = "download", .steps = text});
  REQUIRE(later);
  CHECK(later->copy == copy);
  const auto url = database::Url::of_file(*copy);
  database::NoStatementObserver nobody;
  auto db = Connection::open(*url, {}, nobody);
  REQUIRE(db);
  CHECK(count_applied(**db) == 1);
}

TEST_CASE("a copy of an upgrade that was killed is renewed before the next try") {
  const test::TestDatabase database(database::Dialect::sqlite);
  REQUIRE(migrate_to(database, version(1)));
  REQUIRE_FALSE(migrate_and_die(database, version(2), 1));
  REQUIRE(database.connect()->run(
      {"test.add_concert", "insert into concerts values (3, 'moe.', 'Somewhere')"}));
  const auto copy = migrate_to(database, version(2))->copy;
  REQUIRE(copy);
  database::NoStatementObserver nobody;
  auto db = Connection::open(*database::Url::of_file(*copy), {}, nobody);
  REQUIRE(db);
  CHECK(artists(**db)->size() == 3);
}

TEST_CASE("without a place for the copy nothing is upgraded") {
  const test::TestDatabase database(database::Dialect::sqlite);
  REQUIRE(migrate_to(database, version(1)));
  // A folder stands where the copy has to go; permissions would not stop root.
  std::filesystem::create_directories(database.folder() / "music_player.db.before-0.2.0.part" /
                                      "x");
  const auto refused = migrate_to(database, version(2));
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == Errc::storage);
  CHECK(refused.error().message.contains("Before an upgrade the database is copied"));
  first_version_works(database);
}
