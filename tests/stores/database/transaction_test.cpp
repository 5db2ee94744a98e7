#include "database/transaction.hpp"

#include "support/databases.hpp"

#include <doctest/doctest.h>

#include <thread>

using namespace tapedeck;
using database::Connection;
using database::ReadTransaction;
using database::WriteTransaction;

namespace {

void make_counter(Connection& db) {
  REQUIRE(db.run(
      {"test.make_counter", "create table counter (id integer primary key, n integer not null)"}));
  REQUIRE(db.run({"test.set_counter", "insert into counter values (1, 0)"}));
}

Result<std::int64_t> read_counter(Connection& db) {
  return db.value<std::int64_t>({"test.read_counter", "select n from counter where id = 1"});
}

/// Reads, and writes one more than it read.
Result<std::int64_t> count_one(Connection& db) {
  auto n = read_counter(db);
  if (!n) return n;
  auto written = db.run({"test.write_counter", "update counter set n = :n where id = 1"}, *n + 1);
  if (!written) return failure(written);
  return *n + 1;
}

Result<std::int64_t> count_and_fail(Connection& db) {
  auto counted = count_one(db);
  if (!counted) return counted;
  return fail(Errc::invalid, "Changed its mind.");
}

/// Meets a conflict and overlooks it.
Result<std::int64_t> overlook_conflict(Connection& db) {
  auto counted = count_one(db);
  if (!counted) return counted;
  auto overlooked = db.run({"test.set_counter", "insert into counter values (1, 0)"});
  CHECK_FALSE(overlooked);
  return counted;
}

}  // namespace

STORE_TEST_CASE("what a transaction wrote is kept when it is committed") {
  auto db = database.connect();
  make_counter(*db);
  {
    auto transaction = WriteTransaction::begin(*db);
    REQUIRE(transaction);
    REQUIRE(count_one(*db));
    REQUIRE(transaction->commit());
  }
  CHECK(read_counter(*database.connect()) == 1);
}

STORE_TEST_CASE("what a transaction wrote is gone when it is left") {
  auto db = database.connect();
  make_counter(*db);
  {
    auto transaction = WriteTransaction::begin(*db);
    REQUIRE(transaction);
    REQUIRE(count_one(*db));
  }
  CHECK(read_counter(*db) == 0);
}

STORE_TEST_CASE("a function that fails has written nothing") {
  auto db = database.connect();
  make_counter(*db);
  const auto failed = database::write(*db, &count_and_fail);
  REQUIRE_FALSE(failed);
  CHECK(failed.error().code == Errc::invalid);
  CHECK(read_counter(*db) == 0);
  CHECK(database::write(*db, &count_one) == 1);
}

STORE_TEST_CASE("a transaction that met an error is lost, also when the error is overlooked") {
  auto db = database.connect();
  make_counter(*db);
  const auto written = database::write(*db, &overlook_conflict);
  REQUIRE_FALSE(written);
  CHECK(written.error().code == Errc::conflict);
  CHECK(read_counter(*db) == 0);
}

STORE_TEST_CASE("a transaction within another is refused") {
  auto db = database.connect();
  make_counter(*db);
  auto outer = WriteTransaction::begin(*db);
  REQUIRE(outer);
  const auto inner = WriteTransaction::begin(*db);
  REQUIRE_FALSE(inner);
  CHECK(inner.error().code == Errc::internal);
  REQUIRE(count_one(*db));
  CHECK(outer->commit());
}

STORE_TEST_CASE("statements of a reading transaction see one state") {
  auto reader = database.connect({.read_only = true});
  auto writer = database.connect();
  make_counter(*writer);
  {
    auto transaction = ReadTransaction::begin(*reader);
    REQUIRE(transaction);
    CHECK(read_counter(*reader) == 0);
    REQUIRE(database::write(*writer, &count_one));
    CHECK(read_counter(*reader) == 0);
  }
  CHECK(read_counter(*reader) == 1);
}

STORE_TEST_CASE("nothing is lost when eight threads read and then write") {
  make_counter(*database.connect());
  constexpr int rounds = 25;
  std::vector<int> kept(8);
  {
    std::vector<std::jthread> threads;
    for (auto& mine : kept) {
      threads.emplace_back([&] {
        auto db = database.connect();
        for (int i = 0; i < rounds; ++i)
          mine += database::write(*db, &count_one) ? 1 : 0;
      });
    }
  }
  CHECK(kept == std::vector<int>(8, rounds));
  CHECK(read_counter(*database.connect()) == 8 * rounds);
}

TEST_CASE("transactions that met a conflict leave no statement behind on the server" *
          doctest::skip(!test::has_postgresql())) {
  const test::TestDatabase database(database::Dialect::postgresql);
  auto db = database.connect();
  make_counter(*db);
  const auto kept_by_server = [&] {
    return db->value<std::int64_t>(
        {"test.kept_by_server", "select count(*) from pg_prepared_statements"});
  };
  REQUIRE_FALSE(database::write(*db, &overlook_conflict));
  REQUIRE(kept_by_server());
  const auto before = kept_by_server();
  for (int i = 0; i < 20; ++i)
    CHECK_FALSE(database::write(*db, &overlook_conflict));
  CHECK(kept_by_server() == before.value());
}
