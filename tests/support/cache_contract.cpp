#include "support/cache_contract.hpp"

#include "async/await.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <string>

namespace tapedeck::test {
namespace {

using namespace std::chrono_literals;
using async::await;
using browse::CacheType;

constexpr Instant evening{std::chrono::sys_days{std::chrono::year{1977} / 5 / 8} + 20h};

browse::AnswerPtr said(CacheType type, std::string body, Instant made = evening) {
  return browse::make_answer(type, std::move(body), made);
}

}  // namespace

void check_cache_contract(browse::Cache& cache, async::Executor home) {
  const auto find = [&](std::string key) { return await(home, cache.find(std::move(key))); };
  const auto keep = [&](std::string key, browse::AnswerPtr answer) {
    REQUIRE(await(home, cache.keep(std::move(key), std::move(answer))));
  };

  // What was never kept is not there.
  CHECK(find("a")->get() == nullptr);

  // What was kept is found as it was, however old.
  const std::string body = R"({"title":"Sigur Rós > \u0000"})";
  keep("a", said(CacheType::item, body, evening - 24h * 365));
  auto found = find("a");
  REQUIRE(found);
  REQUIRE(*found);
  CHECK((*found)->body == body);
  CHECK((*found)->type == CacheType::item);
  CHECK((*found)->made == evening - 24h * 365);
  CHECK((*found)->tag == said(CacheType::item, body)->tag);

  // A new answer takes the place of the old one.
  keep("a", said(CacheType::item, "{\"new\":1}"));
  CHECK((*find("a"))->body == "{\"new\":1}");

  // Long keys that begin alike are different keys.
  const std::string long_key(2'000, 'k');
  keep(long_key + "1", said(CacheType::search, "{\"n\":1}"));
  keep(long_key + "2", said(CacheType::search, "{\"n\":2}"));
  CHECK((*find(long_key + "1"))->body == "{\"n\":1}");
  CHECK((*find(long_key + "2"))->body == "{\"n\":2}");

  // It says how much there is of each type.
  auto holdings = await(home, cache.holdings());
  REQUIRE(holdings);
  std::uint64_t bytes = 0;
  std::uint64_t entries = 0;
  for (const auto& holding : *holdings) {
    entries += holding.entries;
    bytes += holding.bytes;
  }
  CHECK(entries == 3);
  CHECK(bytes == 9 + 7 + 7);

  // What is forgotten is not there, and forgetting it again is no error.
  CHECK(await(home, cache.forget("a")));
  CHECK(await(home, cache.forget("a")));
  CHECK(find("a")->get() == nullptr);

  // Clearing takes what was said, and counts it.
  keep("item", said(CacheType::item, "{\"i\":1}", evening));
  keep("old item", said(CacheType::item, "{\"i\":2}", evening - 1h));
  CHECK(await(home, cache.clear({.type = CacheType::search})).value() == 2);
  CHECK(await(home, cache.clear({.made_before = evening})).value() == 1);
  CHECK((*find("item"))->body == "{\"i\":1}");
  CHECK(await(home, cache.clear({})).value() == 1);
  CHECK(await(home, cache.clear({})).value() == 0);
}

}  // namespace tapedeck::test
