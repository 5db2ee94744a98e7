#include "browse/settings.hpp"

#include "messages/health.hpp"
#include "service/browse/browse_deck.hpp"
#include "support/databases.hpp"

#include <doctest/doctest.h>
#include <signal.h>

#include <chrono>
#include <cstdint>
#include <map>
#include <string>

using namespace tapedeck;
using namespace tapedeck::test;
using namespace std::chrono_literals;
using messages::CacheStatus;

namespace {

constexpr auto search_of_a_night = "/browse/search?q=5%2F8%2F77";
const auto item_of_a_night = "/browse/items/" + std::string(soundboard);
const auto picture_of_a_night = item_of_a_night + "/thumbnail";

/// A browse service that has been asked for a search, an item and a picture, and was stopped.
void fill(const Site& site, const std::map<std::string, std::string>& environment) {
  BrowseDeck deck(site, environment);
  deck.read<messages::SearchResults>(search_of_a_night);
  deck.read<messages::ItemDetails>(item_of_a_night);
  REQUIRE(deck.get(picture_of_a_night).status == 200);
  deck.tapedeck().program().signal(SIGTERM);
  REQUIRE(deck.tapedeck().program().wait() == 0);
}

}  // namespace

TEST_CASE("each setting of an age is the age of what it is named for") {
  const browse::CachePolicy usual;
  const auto as_shipped = browse::policy_of(browse::Settings{});
  for (const auto type :
       {messages::CacheType::search, messages::CacheType::item, messages::CacheType::thumbnail}) {
    CHECK(as_shipped.lifetime_of(type).fresh == usual.lifetime_of(type).fresh);
    CHECK(as_shipped.lifetime_of(type).refreshable == usual.lifetime_of(type).refreshable);
    CHECK(as_shipped.lifetime_of(type).fallback == 24h * 30);
  }
  CHECK(as_shipped.refusal == usual.refusal);

  browse::Settings settings;
  settings.search_fresh = 1min;
  settings.item_fresh = 2min;
  settings.thumbnail_fresh = 3min;
  settings.refusal_kept = 1'500ms;
  settings.stale_for = 24h;
  const auto policy = browse::policy_of(settings);
  CHECK(policy.lifetime_of(messages::CacheType::search).fresh == 1min);
  CHECK(policy.lifetime_of(messages::CacheType::item).fresh == 2min);
  CHECK(policy.lifetime_of(messages::CacheType::thumbnail).fresh == 3min);
  CHECK(policy.refusal == 2s);
  CHECK(policy.lifetime_of(messages::CacheType::item).fallback == 24h);
}

TEST_CASE("what was answered two hours ago is as fresh as the settings say") {
  auto& archive = site();
  const TestDatabase database(database::Dialect::sqlite);
  std::map<std::string, std::string> environment{{"DATABASE_URL", database.url().shown()}};
  fill(archive, environment);
  REQUIRE(database.connect()->run(
      {"test.age", "update cache_entries set created_at = created_at - 7200000"}));
  archive.control("POST", "/down");

  environment.insert({{"TAPEDECK_BROWSE_SEARCH_FRESH", "3h"},
                      {"TAPEDECK_BROWSE_ITEM_FRESH", "1h"},
                      {"TAPEDECK_BROWSE_THUMBNAIL_FRESH", "1h"},
                      {"TAPEDECK_BROWSE_REFUSAL_KEPT", "1m"}});
  BrowseDeck deck(archive, environment);
  CHECK(deck.read<messages::SearchResults>(search_of_a_night).cache.status == CacheStatus::fresh);
  CHECK(deck.read<messages::ItemDetails>(item_of_a_night).cache.status == CacheStatus::stale);

  // A picture has no note in its body: a header says how old it is.
  const auto picture = deck.get(picture_of_a_night);
  REQUIRE(picture.status == 200);
  REQUIRE(picture.headers.contains("age"));
  CHECK(std::stoi(picture.headers.at("age")) >= 7'200);
  CHECK(picture.headers.at("cache-control").contains("max-age=0"));
}

TEST_CASE("what is older than the operator wants is not given, though the Archive is away") {
  auto& archive = site();
  const TestDatabase database(database::Dialect::sqlite);
  std::map<std::string, std::string> environment{{"DATABASE_URL", database.url().shown()}};
  fill(archive, environment);
  REQUIRE(database.connect()->run(
      {"test.age", "update cache_entries set created_at = created_at - 172800000"}));
  archive.control("POST", "/down");

  environment.insert(
      {{"TAPEDECK_BROWSE_STALE_FOR", "1d"}, {"TAPEDECK_BROWSE_THUMBNAIL_FRESH", "1d"}});
  BrowseDeck deck(archive, environment);
  CHECK(deck.get(search_of_a_night).status == 503);
  CHECK(deck.get(item_of_a_night).status == 503);
  CHECK(deck.get(picture_of_a_night).status == 503);
}

TEST_CASE("the counts tell what the Archive was asked within the hour") {
  BrowseDeck deck(site());
  deck.read<messages::SearchResults>(search_of_a_night);
  deck.read<messages::ItemDetails>(item_of_a_night);
  const auto answer = deck.get("/stats", {Tapedeck::as_user()});
  REQUIRE(answer.status == 200);
  const auto statistics = json::decode<messages::Statistics>(answer.body);
  REQUIRE(statistics);
  const auto& counts = statistics->counts;
  CHECK(counts.at("archive_lookups_last_hour") == 2);
  for (const auto* const name :
       {"archive_transfers_last_hour", "archive_plays_last_hour", "archive_refused_last_hour",
        "archive_overloads_last_hour", "archive_unreachable_last_hour", "archive_braked_for_ms",
        "archive_cut_off_for_ms"}) {
    CAPTURE(name);
    REQUIRE(counts.contains(name));
    CHECK(counts.at(name) == 0);
  }
  for (const auto* const name : {"archive_waits_last_hour", "archive_waited_ms_last_hour",
                                 "archive_longest_wait_ms_last_hour"}) {
    CAPTURE(name);
    CHECK(counts.contains(name));
  }
}
