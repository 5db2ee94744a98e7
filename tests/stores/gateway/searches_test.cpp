#include "gateway/store/searches.hpp"

#include "stores/gateway/accounts_database.hpp"

#include <limits>
#include <string>
#include <vector>

using namespace std::chrono_literals;
using namespace tapedeck;
using namespace tapedeck::gateway;
using test::AccountsDatabase;

namespace {

constexpr auto when = AccountsDatabase::start;

std::int64_t count_searches(AccountsDatabase& accounts) {
  const auto count = accounts.db().value<std::int64_t>(
      {"test.count_searches", "select count(*) from search_history"});
  REQUIRE(count);
  return *count;
}

}  // namespace

STORE_TEST_CASE("a search is kept as it was made") {
  AccountsDatabase accounts(database);
  const auto anna = accounts.user("anna");
  const std::vector<Search> searches{{anna.id, SearchType::concerts, "5/8/77", 1, when},
                                     {anna.id, SearchType::recordings, "dew", 7'000'000'000, when}};
  REQUIRE(accounts.write(&add_searches, searches));
  const auto rows = accounts.db().all<std::string, std::string, std::int64_t>(
      {"test.searches",
       "select search_type, query, results_count from search_history order by search_type"});
  REQUIRE(rows);
  REQUIRE(rows->size() == 2);
  CHECK((*rows)[0] == std::tuple{std::string("concerts"), std::string("5/8/77"), std::int64_t{1}});
  CHECK(std::get<2>((*rows)[1]) == std::numeric_limits<std::int32_t>::max());
}

STORE_TEST_CASE("a search of an account that is gone is left out, and the others are kept") {
  AccountsDatabase accounts(database);
  const auto anna = accounts.user("anna");
  const std::vector<Search> searches{{UserId::make(), SearchType::concerts, "gone", 1, when},
                                     {anna.id, SearchType::concerts, "here", 1, when}};
  REQUIRE(accounts.write(&add_searches, searches));
  CHECK(count_searches(accounts) == 1);
}

STORE_TEST_CASE("only the newest searches of an account are kept, and of others nothing is lost") {
  AccountsDatabase accounts(database);
  const auto anna = accounts.user("anna");
  const auto ben = accounts.user("ben");
  std::vector<Search> searches;
  for (std::int64_t i = 0; i < max_searches + 20; ++i) {
    const auto at = when + std::chrono::seconds{i};
    searches.push_back({anna.id, SearchType::concerts, std::to_string(i), i, at});
  }
  searches.push_back({ben.id, SearchType::concerts, "ben's", 1, when});
  REQUIRE(accounts.write(&add_searches, searches));
  CHECK(count_searches(accounts) == max_searches + 1);
  CHECK(accounts.db().value<std::int64_t>(
            {"test.oldest_search",
             "select min(results_count) from search_history where user_id = :user"},
            anna.id) == 20);
}

STORE_TEST_CASE("searches are forgotten when their time is over") {
  AccountsDatabase accounts(database);
  const auto anna = accounts.user("anna");
  const std::vector<Search> searches{{anna.id, SearchType::concerts, "old", 1, when},
                                     {anna.id, SearchType::concerts, "new", 1, when + 2h}};
  REQUIRE(accounts.write(&add_searches, searches));
  REQUIRE(accounts.write(&forget_searches, when + 1h));
  CHECK(count_searches(accounts) == 1);
}
