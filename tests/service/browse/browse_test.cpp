#include "messages/cache.hpp"
#include "service/browse/browse_deck.hpp"
#include "support/databases.hpp"

#include <doctest/doctest.h>
#include <signal.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

using namespace tapedeck;
using namespace tapedeck::test;
using messages::CacheStatus;

namespace {

constexpr auto cornell = "/browse/search?q=5%2F8%2F77&per_page=200";

/// How often the Archive was asked for targets that begin so.
std::size_t asked(Site& site, std::string_view begin) {
  const auto log = site.log();
  return static_cast<std::size_t>(std::ranges::count_if(log, [&](const auto& line) {
    return std::string_view(line.at("target").as_string()).starts_with(begin);
  }));
}

}  // namespace

TEST_CASE("a search finds the tapes of a night, and the second time asks nobody") {
  auto& archive = site();
  BrowseDeck deck(archive);
  const auto first = deck.read<messages::SearchResults>(cornell);
  CHECK(first.cache.status == CacheStatus::miss);
  CHECK(first.total >= 10);
  CHECK(first.results.size() == first.total);
  const auto tape = std::ranges::find_if(
      first.results, [](const auto& found) { return found.identifier.text() == soundboard; });
  REQUIRE(tape != first.results.end());
  CHECK(tape->date == "1977-05-08");
  CHECK(tape->venue == "Barton Hall, Cornell University");
  CHECK(tape->source == "SBD > Master Reel @ 7.5ips > DAT > CD > FLAC");

  const auto again = deck.read<messages::SearchResults>(cornell);
  CHECK(again.cache.status == CacheStatus::fresh);
  CHECK(again.results.size() == first.results.size());
  CHECK(asked(archive, "/advancedsearch.php") == 1);
}

TEST_CASE("two hundred listeners who want the same at once are one request to the Archive") {
  auto& archive = site();
  BrowseDeck deck(archive);
  archive.fault("/advancedsearch.php delay=500 times=1");
  std::vector<RawClient> listeners;
  for (int i = 0; i < 200; ++i) {
    listeners.emplace_back(deck.port());
    REQUIRE(listeners.back().send("GET " + std::string(cornell) +
                                  " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"));
  }
  for (auto& listener : listeners) {
    const auto answer = listener.answer();
    REQUIRE(answer);
    CHECK(answer->status == 200);
  }
  CHECK(asked(archive, "/advancedsearch.php") == 1);
}

TEST_CASE("the Archive is told who asks, and whom to write to") {
  auto& archive = site();
  BrowseDeck deck(archive);
  deck.read<messages::SearchResults>(cornell);
  const auto log = archive.log();
  REQUIRE_FALSE(log.empty());
  const auto& line = log.front().as_object();
  REQUIRE(line.contains("user_agent"));
  const std::string agent(line.at("user_agent").as_string());
  CHECK(agent.starts_with("Tapedeck/"));
  CHECK(agent.contains("(+mailto:taper@example.org)"));
}

TEST_CASE("an item opens with its files, and its folders can be walked") {
  BrowseDeck deck(site());
  const std::string name(one_track);
  const auto item = deck.read<messages::ItemDetails>("/browse/items/" + name);
  CHECK(item.identifier.text() == name);
  CHECK(item.mediatype == "etree");
  CHECK_FALSE(item.description.contains("<br"));
  CHECK(std::ranges::find(item.files, one_file, &messages::ItemFile::name) != item.files.end());
  const auto again = deck.read<messages::ItemDetails>("/browse/items/" + name);
  CHECK(again.cache.status == CacheStatus::fresh);

  const auto folder = deck.read<messages::Directory>("/browse/directory/" + name);
  std::size_t files = 0;
  for (const auto& entry : folder.entries)
    files += entry.files;
  CHECK(files == item.files.size());
  CHECK(folder.cache.status == CacheStatus::fresh);
  CHECK(deck.get("/browse/directory/" + name + "?path=none").status == 404);
}

TEST_CASE("an item that is not there or has gone dark is not found") {
  BrowseDeck deck(site());
  for (const auto* const name :
       {"gd1977-05-08.sbd.gone.990112.flac16", "gd1977-05-08.sbd.lost.990113.flac16", "nobody"}) {
    CAPTURE(name);
    const auto answer = deck.get(std::string("/browse/items/") + name);
    CHECK(answer.status == 404);
    CHECK(answer.body.contains("urn:tapedeck:not_found"));
  }
}

TEST_CASE("every parameter that breaks a rule is named at once") {
  struct Case {
    std::string target;
    std::vector<std::string> fields;
  };
  // clang-format off
  const auto cases = std::to_array<Case>({
      {"/browse/search?year=next&page=0&per_page=1000&sort=loudness&order=up&source=video",
       {"year", "per_page", "sort", "order", "source"}},
      {"/browse/search?date=5%2F8%2F77&date_from=1977-13-01&date_to=77", {"date", "date_from", "date_to"}},
      {"/browse/search?date_from=1977-05-08&date_to=1977-05-07", {"date_to"}},
      {"/browse/search?order=asc", {"order"}},
      {"/browse/search?page=201", {"page"}},
      {"/browse/search?page=51&per_page=200", {"page"}},
      {"/browse/search?page=-1", {"page"}},
      {"/browse/search?per_page=4294967296", {"per_page"}},
      {"/browse/search?q=" + std::string(301, 'a'), {"q"}},
      {"/browse/items/with%20a%20space", {"identifier"}},
      {"/browse/items/%27%3B--", {"identifier"}},
      {"/browse/items/a", {"identifier"}},
      {"/browse/items/.hidden", {"identifier"}},
      {"/browse/directory/" + std::string(soundboard) + "?path=..%2F..", {"path"}},
      {"/browse/directory/" + std::string(soundboard) + "?path=%2Fetc", {"path"}},
  });
  // clang-format on
  auto& archive = site();
  BrowseDeck deck(archive);
  for (const auto& c : cases) {
    CAPTURE(c.target);
    const auto answer = deck.get(c.target);
    CHECK(answer.status == 422);
    for (const auto& field : c.fields) {
      CAPTURE(field);
      CHECK(answer.body.contains("\"path\":\"" + field + "\""));
    }
  }
  CHECK(deck.get("/browse/items/..%2F..%2Fetc%2Fpasswd").status == 400);
  CHECK(archive.log().empty());
}

TEST_CASE("what a listener types cannot ask for more than recordings") {
  // Each keeps to a pace of its own, so that one need not wait for the pace of all.
  auto& archive = site();
  std::array<BrowseDeck, 4> decks{BrowseDeck(archive), BrowseDeck(archive), BrowseDeck(archive),
                                  BrowseDeck(archive)};
  std::size_t next = 0;
  for (const auto* const words : {"*:*", "a)%20OR%20(*:*", "mediatype:collection",
                                  "%22%20OR%20mediatype:collection", "NOT%20x", "%5B*%20TO%20*%5D",
                                  "%C3%A4%20%F0%9F%8E%B8", "%22%22%22", "-", "%5C", "%26%26"}) {
    CAPTURE(words);
    auto& deck = decks[next++ % decks.size()];
    const auto found = deck.read<messages::SearchResults>(std::string("/browse/search?q=") + words);
    for (const auto& hit : found.results)
      CHECK(std::ranges::find(hit.collections, "etree") != hit.collections.end());
  }
}

TEST_CASE("the Archive's troubles are told apart") {
  struct Case {
    std::string why, fault;
    long status;
  };
  const auto cases = std::to_array<Case>({
      {"nonsense", "/advancedsearch.php html times=1", 502},
      {"nothing at all", "/advancedsearch.php empty times=1", 502},
      {"a query it rejects", "/advancedsearch.php error=no times=1", 422},
      {"a server in trouble", "/advancedsearch.php status=500 times=1", 503},
      {"too much for it", "/advancedsearch.php status=503 retry-after=120 times=1", 503},
  });
  for (const auto& c : cases) {
    CAPTURE(c.why);
    auto& archive = site();
    BrowseDeck deck(archive);
    archive.fault(c.fault);
    const auto answer = deck.get(cornell);
    CHECK(answer.status == c.status);
    CHECK(answer.headers.contains("retry-after") == (c.status == 503));
    CHECK_FALSE(answer.body.contains("127.0.0.1"));
  }
}

TEST_CASE("while the Archive is away, what it said days ago is given, after a restart too") {
  auto& archive = site();
  const TestDatabase database(database::Dialect::sqlite);
  const std::map<std::string, std::string> environment{{"DATABASE_URL", database.url().shown()}};
  {
    BrowseDeck deck(archive, environment);
    deck.read<messages::SearchResults>(cornell);
    deck.tapedeck().program().signal(SIGTERM);
    REQUIRE(deck.tapedeck().program().wait() == 0);
  }
  REQUIRE(database.connect()->run(
      {"test.age", "update cache_entries set created_at = created_at - 259200000"}));
  archive.control("POST", "/down");

  BrowseDeck deck(archive, environment);
  const auto stale = deck.read<messages::SearchResults>(cornell);
  CHECK(stale.cache.status == CacheStatus::stale);
  CHECK(stale.cache.age_seconds >= std::chrono::days{3});
  CHECK(stale.results.size() >= 10);

  const auto unknown = deck.get("/browse/search?q=ithaca");
  CHECK(unknown.status == 503);
  CHECK(unknown.headers.contains("retry-after"));

  const auto health = deck.get("/health", {Tapedeck::as_user(true)});
  CHECK(health.status == 200);
  CHECK(health.body.contains("The Archive cannot be reached."));
}

TEST_CASE("an answer may be kept for a moment, and is confirmed without being sent again") {
  BrowseDeck deck(site());
  const auto first = deck.get(cornell);
  REQUIRE(first.status == 200);
  CHECK(first.headers.at("cache-control").starts_with("private, max-age="));
  const auto same = deck.get(cornell, {"If-None-Match: " + first.headers.at("etag")});
  CHECK(same.status == 304);
  CHECK(same.body.empty());
}

TEST_CASE("a folder may be kept and is confirmed like the item it is of") {
  BrowseDeck deck(site());
  const auto path = "/browse/directory/" + std::string(one_track);
  const auto first = deck.get(path);
  REQUIRE(first.status == 200);
  CHECK(first.headers.at("cache-control").starts_with("private, max-age="));
  const auto tag = "If-None-Match: " + first.headers.at("etag");
  CHECK(deck.get(path, {tag}).status == 304);
  CHECK(deck.get(path + "?path=none", {"If-None-Match: *"}).status == 404);
}

TEST_CASE("the cache tells how useful it was, and an admin alone may clear it") {
  BrowseDeck deck(site());
  const std::string item = "/browse/items/" + std::string(one_track);
  deck.read<messages::SearchResults>(cornell);
  deck.read<messages::SearchResults>(cornell);
  deck.read<messages::ItemDetails>(item);

  // An answer is written down once it has been given.
  auto statistics = deck.read<messages::CacheStatistics>("/browse/cache/stats");
  for (int asked = 0; asked < 200 && statistics.entries < 2; ++asked)
    statistics = deck.read<messages::CacheStatistics>("/browse/cache/stats");
  CHECK(statistics.entries == 2);
  CHECK(statistics.hits == 1);
  CHECK(statistics.misses == 2);
  CHECK(statistics.types.size() == 3);
  const auto metrics = deck.get("/metrics");
  CHECK(metrics.body.contains("tapedeck_cache_answers_total"));
  CHECK(metrics.body.contains("tapedeck_archive_calls"));

  CHECK(deck.post("/browse/cache/clear", {}).status == 401);
  CHECK(deck.post("/browse/cache/clear", {Tapedeck::as_user()}).status == 403);
  const std::vector<std::string> admin{Tapedeck::as_user(true), "Content-Type: application/json"};
  CHECK(deck.post("/browse/cache/clear", admin, R"({"type":"concert"})").status == 422);
  CHECK(deck.post("/browse/cache/clear", admin, R"({"older_than_seconds":-1})").status == 422);
  CHECK(deck.post("/browse/cache/clear", admin, "{").status == 400);
  CHECK(deck.post("/browse/cache/clear", admin, R"({"older_than_seconds":3600})").body ==
        R"({"cleared":0})");
  CHECK(deck.post("/browse/cache/clear", admin, R"({"type":"search"})").body == R"({"cleared":1})");
  CHECK(deck.read<messages::SearchResults>(cornell).cache.status == CacheStatus::miss);
  CHECK(deck.read<messages::ItemDetails>(item).cache.status == CacheStatus::fresh);
  CHECK(deck.post("/browse/cache/clear", admin).body == R"({"cleared":2})");
  CHECK(deck.read<messages::CacheStatistics>("/browse/cache/stats").entries == 0);
}

TEST_CASE("strangers are kept out where the operator has closed the catalogue") {
  BrowseDeck deck(site(), {{"TAPEDECK_ANONYMOUS", "off"}});
  CHECK(deck.get(cornell).status == 401);
  CHECK(deck.get(cornell, {Tapedeck::as_user()}).status == 200);
}
