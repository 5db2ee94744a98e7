#include "database/transaction.hpp"
#include "database/upkeep.hpp"
#include "support/databases.hpp"
#include "support/scratch_folder.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <thread>

using namespace tapedeck;
using namespace std::chrono_literals;
using database::Connection;
using database::WriteTransaction;

namespace {

void make_notes(Connection& db) {
  REQUIRE(db.run({"test.make_notes", "create table notes (id integer primary key, t text)"}));
}

Result<std::int64_t> add_note(Connection& db, int id, const std::string& text) {
  return db.run({"test.add_note", "insert into notes values (:id, :text)"}, id, text);
}

Result<std::int64_t> count_notes(Connection& db) {
  return db.value<std::int64_t>({"test.count_notes", "select count(*) from notes"});
}

/// Takes the lock that a second writer must wait for.
WriteTransaction hold(Connection& db) {
  auto held = WriteTransaction::begin(db);
  REQUIRE(held);
  REQUIRE(add_note(db, 1, "held"));
  return *std::move(held);
}

std::uintmax_t log_bytes(const test::TestDatabase& database) {
  return std::filesystem::file_size(database.url().file().string() + "-wal");
}

/// How many locks processes have on a file, as the kernel tells.
std::size_t locks_on(const std::filesystem::path& file) {
  struct stat status{};
  REQUIRE(::stat(file.c_str(), &status) == 0);
  const auto inode = ":" + std::to_string(status.st_ino) + " ";
  std::ifstream all("/proc/locks");
  std::size_t count = 0;
  for (std::string line; std::getline(all, line);)
    count += line.contains(inode) ? 1 : 0;
  return count;
}

}  // namespace

TEST_CASE("a connection that is opened takes no lock from the others of its process") {
  const test::ScratchFolder folder;
  const auto file = folder.path() / "notes.db";
  const auto url = database::Url::of_file(file);
  REQUIRE(url);
  database::NoStatementObserver nobody;
  const auto first = Connection::open(*url, {}, nobody);
  REQUIRE(first);
  make_notes(**first);
  const auto held = locks_on(file);
  REQUIRE(held > 0U);

  const auto second = Connection::open(*url, {}, nobody);
  REQUIRE(second);
  CHECK(locks_on(file) >= held);
}

STORE_TEST_CASE("whoever waits too long for another's lock is told when to come again") {
  auto holder = database.connect();
  make_notes(*holder);
  const auto held = hold(*holder);
  auto waiting = database.connect({.lock_limit = 60ms});
  const auto begin = std::chrono::steady_clock::now();
  const auto refused = database::write(*waiting, &add_note, 1, std::string("mine"));
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == Errc::unavailable);
  CHECK(refused.error().retry_after);
  CHECK(std::chrono::steady_clock::now() - begin < 5s);
}

STORE_TEST_CASE("whoever waits for another's lock goes on when it is released") {
  auto holder = database.connect();
  make_notes(*holder);
  auto held = std::optional(hold(*holder));
  std::jthread waiting([&] {
    auto db = database.connect();
    CHECK(database::write(*db, &add_note, 2, std::string("mine")) == 1);
  });
  REQUIRE(held->commit());
  held.reset();
  waiting.join();
  CHECK(count_notes(*holder) == 2);
}

STORE_TEST_CASE("readers go on while one writes") {
  auto writer = database.connect();
  make_notes(*writer);
  const auto held = hold(*writer);
  auto reader = database.connect({.read_only = true, .lock_limit = 1ms});
  CHECK(count_notes(*reader) == 0);
}

TEST_CASE("the write-ahead log shrinks once a long reader has ended") {
  const test::TestDatabase database(database::Dialect::sqlite);
  auto writer = database.connect();
  make_notes(*writer);
  auto reader = database.connect({.read_only = true});
  {
    auto long_reader = database::ReadTransaction::begin(*reader);
    REQUIRE(long_reader);
    REQUIRE(count_notes(*reader));
    const std::string page(100'000, 'x');
    for (int id = 0; id < 200; ++id)
      REQUIRE(add_note(*writer, id, page));
    CHECK(database::tidy(*writer));  // no error, though nothing can be done yet
    CHECK(log_bytes(database) > 15'000'000);
  }
  CHECK(database::tidy(*writer));
  REQUIRE(add_note(*writer, 200, "the first write after it"));
  CHECK(log_bytes(database) <= 8'388'608);
}

TEST_CASE("a database of which another has taken hold is unavailable, and comes back") {
  const test::TestDatabase database(database::Dialect::sqlite);
  auto holder = database.connect();
  make_notes(*holder);
  auto other = database.connect({.lock_limit = 30ms});
  REQUIRE(holder->run({"test.take_hold", "begin exclusive"}));
  const auto refused = add_note(*other, 1, "mine");
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == Errc::unavailable);
  REQUIRE(holder->run({"test.let_go", "rollback"}));
  CHECK(add_note(*other, 1, "mine") == 1);
}
