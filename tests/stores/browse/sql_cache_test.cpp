#include "browse/store/sql_cache.hpp"

#include "async/await.hpp"
#include "async/loop.hpp"
#include "browse/migrations.hpp"
#include "browse/store/counts.hpp"
#include "database/migration.hpp"
#include "support/cache_contract.hpp"
#include "support/databases.hpp"
#include "support/memory_cache.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <string>
#include <tuple>

using namespace tapedeck;
using namespace std::chrono_literals;
using async::await;
using browse::CacheType;
using browse::SqlCache;

namespace {

constexpr std::uint64_t plenty = 100U << 20U;
constexpr Instant evening{std::chrono::sys_days{std::chrono::year{1977} / 5 / 8} + 20h};

/// The tables of browse in one database, and a loop to ask from.
struct Shelf {
  explicit Shelf(const test::TestDatabase& database, std::uint64_t most_bytes = plenty)
      : pool(database::Settings{database.url()}, nobody), cache(pool, most_bytes) {
    static const SystemClock clock;
    class Silent final : public database::MigrationObserver {
      void copied(const std::filesystem::path&) override {}
      void ran(std::string_view, const database::Migration&, std::size_t) override {}
      void recorded(std::string_view, const database::Migration&) override {}
      void applied(std::string_view, const database::Migration&) override {}
    } silent;
    REQUIRE(
        database::migrate(database.url(), std::vector{browse::migrations()}, {}, clock, silent));
  }

  void keep(std::string key, std::size_t bytes, Instant made) {
    auto answer = browse::make_answer(CacheType::search, std::string(bytes, 'x'), made);
    REQUIRE(await(loop.executor(), cache.keep(std::move(key), std::move(answer))));
  }
  browse::AnswerPtr find(std::string key) {
    return await(loop.executor(), cache.find(std::move(key))).value();
  }
  std::uint64_t bytes() {
    std::uint64_t sum = 0;
    const auto holdings = await(loop.executor(), cache.holdings());
    for (const auto& holding : holdings.value())
      sum += holding.bytes;
    return sum;
  }

  database::NoStatementObserver nobody;
  async::LoopThread loop{"shelf"};
  database::Pool pool;
  SqlCache cache;
};

}  // namespace

STORE_TEST_CASE("the cache in SQL keeps every promise of the port") {
  Shelf shelf(database);
  test::check_cache_contract(shelf.cache, shelf.loop.executor());
}

TEST_CASE("the cache in memory keeps every promise of the port") {
  test::MemoryCache cache;
  async::LoopThread loop("memory");
  test::check_cache_contract(cache, loop.executor());
}

STORE_TEST_CASE("when there is no more room the oldest answers go first") {
  Shelf shelf(database, 10'000);
  for (int i = 0; i < 10; ++i)
    shelf.keep("search " + std::to_string(i), 1'000, evening + i * 1min);
  CHECK(shelf.bytes() == 10'000);
  shelf.keep("search 10", 1'000, evening + 10min);
  CHECK(shelf.bytes() == 9'000);
  CHECK(shelf.find("search 0") == nullptr);
  CHECK(shelf.find("search 1") == nullptr);
  CHECK(shelf.find("search 2") != nullptr);
  CHECK(shelf.find("search 10") != nullptr);
}

STORE_TEST_CASE("an answer larger than all the room is not kept, and the cache goes on") {
  Shelf shelf(database, 10'000);
  shelf.keep("search 1", 1'000, evening);
  shelf.keep("search 2", 20'000, evening + 1min);
  CHECK(shelf.bytes() <= 10'000);
  shelf.keep("search 3", 1'000, evening + 2min);
  CHECK(shelf.find("search 3") != nullptr);
}

STORE_TEST_CASE("answers are there for the next process") {
  {
    Shelf shelf(database);
    shelf.keep("search 1", 100, evening);
  }
  Shelf shelf(database);
  REQUIRE(shelf.find("search 1") != nullptr);
  CHECK(shelf.find("search 1")->made == evening);
}

STORE_TEST_CASE("a row of a type there is not is an error, not an answer") {
  Shelf shelf(database);
  shelf.keep("search 1", 100, evening);
  REQUIRE(
      database.connect()->run({"test.spoil", "update cache_entries set cache_type = 'concert'"}));
  CHECK(await(shelf.loop.executor(), shelf.cache.find("search 1")).error().code == Errc::storage);
}

STORE_TEST_CASE("the statistics count what is kept") {
  Shelf shelf(database);
  shelf.keep("search 1", 100, evening);
  shelf.keep("search 2", 50, evening);
  const auto counts = browse::count(*database.connect());
  REQUIRE(counts);
  CHECK(counts->at("cache_entries") == 2);
  CHECK(counts->at("cache_bytes") == 150);
}

TEST_CASE("the statistics of the cache are told by an index, not by reading the answers") {
  const test::TestDatabase database(database::Dialect::sqlite);
  const Shelf shelf(database);
  const auto steps = database.connect()->all<std::int64_t, std::int64_t, std::int64_t, std::string>(
      {"test.plan",
       "explain query plan "
       "select cache_type, count(*), cast(coalesce(sum(bytes), 0) as bigint) "
       "from cache_entries group by cache_type"});
  REQUIRE(steps);
  REQUIRE(steps->size() == 1);
  CHECK(std::get<3>(steps->front()).contains("COVERING INDEX cache_entries_by_type_and_age"));
}
