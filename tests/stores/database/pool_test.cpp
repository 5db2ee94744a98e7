#include "database/pool.hpp"

#include "async/await.hpp"
#include "async/loop.hpp"
#include "support/databases.hpp"

#include <doctest/doctest.h>
#include <sys/resource.h>

#include <csignal>
#include <latch>
#include <thread>
#include <vector>

using namespace tapedeck;
using async::await;
using database::Connection;
using database::Pool;

namespace {

void make_tallies(const test::TestDatabase& database) {
  auto db = database.connect();
  REQUIRE(db->run(
      {"test.make_tallies", "create table tallies (name text primary key, n integer not null)"}));
}

/// 0 when nothing was counted.
Result<std::int64_t> tally(Connection& db, const std::string& name) {
  auto n =
      db.one<std::int64_t>({"test.find_tally", "select n from tallies where name = :name"}, name);
  if (!n) return failure(n);
  return n->value_or(0);
}

/// Reads and then writes, as a service does; gives the new tally.
Result<std::int64_t> count(Connection& db, const std::string& name, int by) {
  auto before = tally(db, name);
  if (!before) return failure(before);
  const std::int64_t n = *before + by;
  auto written = db.run({"test.write_tally",
                         "insert into tallies (name, n) values (:name, :n) "
                         "on conflict (name) do update set n = excluded.n"},
                        name, n);
  if (!written) return failure(written);
  return n;
}

Result<void> count_and_refuse(Connection& db, const std::string& name) {
  auto counted = count(db, name, 1);
  if (!counted) return failure(counted);
  return fail(Errc::conflict, "Not now.");
}

Result<std::int64_t> end_other_sessions(Connection& db) {
  return db.value<std::int64_t>({"test.end_other_sessions",
                                 "select count(pg_terminate_backend(pid)) from pg_stat_activity "
                                 "where datname = current_database() and pid <> pg_backend_pid()"});
}

/// No file of this process grows or changes while this lives, as on a disk that is full.
class FullDisk {
 public:
  FullDisk() {
    std::signal(SIGXFSZ, SIG_IGN);
    REQUIRE(::getrlimit(RLIMIT_FSIZE, &before_) == 0);
    auto none = before_;
    none.rlim_cur = 0;
    REQUIRE(::setrlimit(RLIMIT_FSIZE, &none) == 0);
  }
  ~FullDisk() { ::setrlimit(RLIMIT_FSIZE, &before_); }
  FullDisk(const FullDisk&) = delete;
  FullDisk& operator=(const FullDisk&) = delete;

 private:
  rlimit before_{};
};

struct Home {
  explicit Home(const test::TestDatabase& database, unsigned writers = 2, std::size_t queue = 256)
      : pool({.url = database.url(), .readers = 1, .writers = writers, .queue = queue}, nobody) {}

  database::NoStatementObserver nobody;
  async::LoopThread loop{"home"};
  Pool pool;
};

}  // namespace

STORE_TEST_CASE("a function reads and writes by the pool") {
  make_tallies(database);
  Home home(database);
  auto on = home.loop.executor();
  const std::string name = "plays";
  CHECK(await(on, home.pool.check()));
  CHECK(await(on, home.pool.read(&tally, name)) == 0);
  CHECK(await(on, home.pool.write(&count, name, 2)) == 2);
  CHECK(await(on, home.pool.write(&count, name, 3)) == 5);
  CHECK(await(on, home.pool.read(&tally, name)) == 5);
  CHECK(await(on, home.pool.tidy()));
}

STORE_TEST_CASE("a function that refuses has written nothing by the pool") {
  make_tallies(database);
  Home home(database);
  auto on = home.loop.executor();
  const auto refused = await(on, home.pool.write(&count_and_refuse, std::string("plays")));
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == Errc::conflict);
  CHECK(await(on, home.pool.read(&tally, std::string("plays"))) == 0);
}

STORE_TEST_CASE("a function that only reads cannot write by the pool") {
  make_tallies(database);
  Home home(database);
  const auto written = await(home.loop.executor(), home.pool.read(&count, std::string("plays"), 1));
  REQUIRE_FALSE(written);
  CHECK(written.error().code == Errc::storage);
}

STORE_TEST_CASE("two services on one database lose nothing") {
  make_tallies(database);
  Home browse(database);
  Home download(database);
  {
    std::vector<std::jthread> callers;
    for (auto* home : {&browse, &download, &browse, &download}) {
      callers.emplace_back([home] {
        for (int i = 0; i < 25; ++i)
          CHECK(await(home->loop.executor(), home->pool.write(&count, std::string("plays"), 1)));
      });
    }
  }
  CHECK(await(browse.loop.executor(), browse.pool.read(&tally, std::string("plays"))) == 100);
}

STORE_TEST_CASE("a full pool refuses and says when to come again to the database") {
  make_tallies(database);
  Home home(database, 1, 1);
  std::latch started(1);
  std::latch go_on(1);
  auto block = [&](Connection&) {
    started.count_down();
    go_on.wait();
    return Result<void>();
  };
  auto on = home.loop.executor();
  std::jthread first([&] { CHECK(await(on, home.pool.write(block))); });
  started.wait();
  const auto refused = await(on, home.pool.write(&count, std::string("plays"), 1));
  go_on.count_down();
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == Errc::unavailable);
  CHECK(refused.error().retry_after);
}

TEST_CASE("a pool opens new connections after the server has ended the old ones" *
          doctest::skip(!test::has_postgresql())) {
  const test::TestDatabase database(database::Dialect::postgresql);
  make_tallies(database);
  Home home(database);
  auto on = home.loop.executor();
  REQUIRE(await(on, home.pool.write(&count, std::string("plays"), 1)));
  REQUIRE(await(on, home.pool.read(&tally, std::string("plays"))));
  CHECK(end_other_sessions(*database.connect()).value() >= 2);

  // The first call may meet the end of its connection; the next must not.
  const auto met = await(on, home.pool.write(&count, std::string("plays"), 1));
  if (!met) CHECK(met.error().code == Errc::unavailable);
  CHECK(await(on, home.pool.write(&count, std::string("plays"), 1)));
}

TEST_CASE("a database whose disk is full is not taken for one that is well") {
  const test::TestDatabase database(database::Dialect::sqlite);
  make_tallies(database);
  Home home(database);
  auto on = home.loop.executor();
  CHECK(await(on, home.pool.check()));
  Result<void> checked;
  {
    const FullDisk disk;
    checked = await(on, home.pool.check());
  }
  CHECK_FALSE(checked);
  CHECK(await(on, home.pool.check()));
  CHECK(await(on, home.pool.write(&count, std::string("plays"), 1)) == 1);
}

TEST_CASE("a database that only lets read is not taken for one that is well" *
          doctest::skip(!test::has_postgresql())) {
  const test::TestDatabase database(database::Dialect::postgresql);
  REQUIRE(database.connect()->run(
      {"test.close_to_writers",
       "do 'begin execute format(''alter database %I set default_transaction_read_only = on'', "
       "current_database()); end'"}));
  {
    Home home(database);
    const auto checked = await(home.loop.executor(), home.pool.check());
    REQUIRE_FALSE(checked);
    CHECK(checked.error().code == Errc::storage);
  }
  // It is used again by another test.
  auto db = database.connect();
  CHECK(db->run({"test.write_again", "set default_transaction_read_only = off"}));
  CHECK(db->run(
      {"test.open_to_writers",
       "do 'begin execute format(''alter database %I reset default_transaction_read_only'', "
       "current_database()); end'"}));
}
