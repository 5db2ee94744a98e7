#include "database/sql.hpp"

#include <doctest/doctest.h>

#include <array>
#include <string>
#include <type_traits>

using namespace tapedeck::database;

namespace {

// What must not compile, asked of the compiler: text that is made while the program runs.
static_assert(!std::is_constructible_v<Sql, const char*, std::string>);
static_assert(!std::is_constructible_v<SqlFor<1>, std::string>);

constexpr Sql by_key("browse.find", "select a from t where k = :key and (b = :b or c = :key)");
constexpr Sql by_engine("browse.search", {.sqlite = "select a from t where a match :words",
                                          .postgresql = "select a from t where a @@ :words"});

}  // namespace

TEST_CASE("a statement knows its name, its texts, and how many values it takes") {
  CHECK(by_key.name() == "browse.find");
  CHECK(by_key.parameters() == 2);
  CHECK(by_key.text(Dialect::sqlite) == by_key.text(Dialect::postgresql));
  CHECK(by_engine.parameters() == 1);
  CHECK(by_engine.text(Dialect::sqlite).contains("match"));
  CHECK(by_engine.text(Dialect::postgresql).contains("@@"));
}

TEST_CASE("what the engines read differently is no statement of ours") {
  struct Case {
    std::string_view text, fault;
  };
  const auto cases = std::to_array<Case>({
      {"select a from t where k = :k", ""},
      {"select '12:30 -- ?;' from t", ""},
      {"select \"order\" from t where a = 'it''s'", ""},
      {"select a - 1, a / b from t", ""},
      {"select a::text from t", "cast"},
      {"select a ->> 'b' from t", "JSON"},
      {"select a from t where k = ?", "name each parameter"},
      {"select a from t where k = $1", "name each parameter"},
      {"delete from a; delete from b", "one statement"},
      {"select a from t -- all", "no comments"},
      {"select a /* all */ from t", "no comments"},
      {"select 'a from t", "does not end"},
      {"select \"a:b\" from t", "colon"},
  });
  for (const auto& c : cases) {
    CAPTURE(c.text);
    const auto fault = fault_in(c.text);
    CHECK(fault.empty() == c.fault.empty());
    CHECK(fault.contains(c.fault));
  }
}

TEST_CASE("parameters are counted once each, and not within quotations") {
  CHECK(count_parameters("select 1") == 0);
  CHECK(count_parameters("select :a, :b, :a") == 2);
  CHECK(count_parameters("select ':a', :ab, :a") == 2);
  CHECK(count_parameters("values (:a,:b,:c)") == 3);
}

TEST_CASE("a statement is named by its service and what it asks") {
  for (const auto* good : {"browse.find", "browse.find_cache_entry", "gateway.sessions.end2"}) {
    CAPTURE(good);
    CHECK(is_statement_name(good));
  }
  for (const auto* bad : {"", "find", "browse.", ".find", "browse..find", "Browse.find", "a.b c"}) {
    CAPTURE(bad);
    CHECK_FALSE(is_statement_name(bad));
  }
}
