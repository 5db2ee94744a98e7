#include "archive/query.hpp"

#include "archive/scrape_walk.hpp"
#include "archive/search.hpp"

#include <doctest/doctest.h>

#include <array>
#include <string>

using namespace tapedeck;
using namespace tapedeck::archive;

namespace {

std::string text_of(const Query& query) { return std::string(query.text()); }

}  // namespace

TEST_CASE("a value cannot break out of the query it is put into") {
  struct Case {
    std::string_view why, value, text;
  };
  // clang-format off
  const auto cases = std::to_array<Case>({
      {"a plain word",               "GratefulDead",        "creator:GratefulDead"},
      {"words stay together",        "Grateful Dead",       "creator:\"Grateful Dead\""},
      {"a hyphen stays bare",        "JGB-1977",            "creator:JGB-1977"},
      {"brackets are escaped",       "moe.(live)",          "creator:moe.\\(live\\)"},
      {"so are the others",          "[{^~:\\/!}]",         "creator:\\[\\{\\^\\~\\:\\\\\\/\\!\\}\\]"},
      {"a quote is dropped",         "a\" OR b",            "creator:\"a OR b\""},
      {"a pattern is taken as text", "*",                   "creator:\"*\""},
      {"a word that is an operator", "NOT",                 "creator:\"NOT\""},
      {"a sign in front",            "-1",                  "creator:\"-1\""},
      {"a sign behind a quote",      "\"-1",                "creator:\"-1\""},
      {"two ampersands",             "a&&b",                "creator:\"a&&b\""},
      {"one ampersand",              "a&b",                 "creator:a&b"},
      {"a line end is a space",      "a\nb",                "creator:\"a b\""},
      {"nothing says nothing",       "  \"\" ",             ""},
  });
  // clang-format on
  for (const auto& c : cases) {
    CAPTURE(c.why);
    CHECK(text_of(Query::is("creator", c.value)) == c.text);
  }
}

TEST_CASE("queries are put together with their meaning kept") {
  const auto a = Query::is("creator", "Phish");
  const auto b = Query::words("venue", "Barton Hall");
  CHECK(text_of(b) == "venue:(Barton AND Hall)");
  CHECK(text_of(Query::words("", "5/8/77 barton")) == "(5\\/8\\/77 AND barton)");
  CHECK(text_of(Query::words("venue", "barton")) == "venue:barton");
  CHECK(text_of(Query::all({a, Query(), b})) == "creator:Phish AND venue:(Barton AND Hall)");
  CHECK(text_of(Query::any({a, b})) == "((creator:Phish) OR (venue:(Barton AND Hall)))");
  CHECK(text_of(Query::any({a})) == "(creator:Phish)");
  CHECK(text_of(Query::none(a)) == "NOT (creator:Phish)");
  CHECK(text_of(Query::one_of("identifier", {"a", "", "b c"})) == "identifier:(a OR \"b c\")");
  CHECK(text_of(Query::exists("coverage")) == "_exists_:coverage");
  CHECK(text_of(Query::between("date", "1977-01-01", "")) == "date:[1977-01-01 TO *]");
  CHECK(text_of(Query::between("addeddate", "2026-01-01T00:00:00Z", "x] OR [")) ==
        "addeddate:[2026-01-01T00\\:00\\:00Z TO OR]");
  CHECK(text_of(recordings()) == "collection:etree AND mediatype:etree");
  CHECK(text_of(artists()) == "collection:etree AND mediatype:collection");
  CHECK(Query::all({}).empty());
  CHECK(Query::none(Query()).empty());
}

TEST_CASE("a search is asked for in the Archive's own terms") {
  const SearchQuery search{
      .query = recordings(), .sorts = {"date asc", "random"}, .page = 2, .rows = 100};
  const auto target = search_target(search);
  REQUIRE(target);
  CHECK(target->starts_with(
      "/advancedsearch.php?q=collection%3Aetree%20AND%20mediatype%3Aetree&fl=identifier%2C"));
  CHECK(target->ends_with("&sort%5B%5D=date%20asc&sort%5B%5D=random&rows=100&page=2&output=json"));
}

TEST_CASE("what the Archive would refuse is not asked for") {
  const auto refused = [](SearchQuery search) {
    const auto target = search_target(search);
    return !target && target.error().code == Errc::invalid;
  };
  CHECK(refused({.query = Query()}));
  CHECK(refused({.query = Query::is("title", std::string(1'800, 'a'))}));
  CHECK_FALSE(refused({.query = Query::is("title", std::string(1'794, 'a'))}));
  CHECK(refused({.query = recordings(), .page = 0}));
  CHECK(refused({.query = recordings(), .rows = 0}));
  CHECK(refused({.query = recordings(), .page = 101, .rows = 100}));
  CHECK_FALSE(refused({.query = recordings(), .page = 100, .rows = 100}));
  CHECK(refused({.query = recordings(), .sorts = {"date"}}));
  CHECK(refused({.query = recordings(), .sorts = {"date asc&rows=9"}}));
  CHECK(refused({.query = recordings(), .sorts = {"a asc", "b asc", "c asc", "d asc"}}));

  CHECK_FALSE(scrape_target({.query = recordings(), .count = 99}));
  CHECK_FALSE(scrape_target({.query = recordings(), .count = 10'001}));
  CHECK_FALSE(scrape_target({.query = recordings(), .count = 100, .cursor = "x"}));
  const auto batch = scrape_target({.query = recordings(), .cursor = "W3s+/Q=="});
  REQUIRE(batch);
  CHECK(batch->ends_with("&cursor=W3s%2B%2FQ%3D%3D"));
}

namespace {

SearchHit hit_named(const std::string& identifier) {
  return SearchHit{.identifier = *ItemIdentifier::parse(identifier)};
}

}  // namespace

TEST_CASE("a walk says its batch size once and follows the cursors") {
  ScrapeWalk walk(recordings(), 100);
  CHECK(walk.next().count == 100U);
  CHECK(walk.next().cursor.empty());

  ScrapePage page{.given = 1, .total = 3, .cursor = "one"};
  page.hits.push_back(hit_named("gd1977-05-08.a"));
  CHECK(walk.took(page));
  CHECK_FALSE(walk.next().count);
  CHECK(walk.next().cursor == "one");
  CHECK_FALSE(walk.ended());

  ScrapePage last{.given = 2, .total = 2};
  last.hits.push_back(hit_named("gd1977-05-09.a"));
  CHECK(walk.took(last));
  CHECK(walk.ended());
  CHECK(walk.count() == 3);
  CHECK(walk.complete());
}

TEST_CASE("a walk that goes in a circle ends with an error") {
  ScrapePage page{.given = 1, .total = 30, .cursor = "one"};
  page.hits.push_back(hit_named("gd1977-05-08.a"));

  SUBCASE("the same first item with another cursor") {
    ScrapeWalk walk(recordings());
    CHECK(walk.took(page));
    page.cursor = "two";
    CHECK_FALSE(walk.took(page));
    CHECK(walk.ended());
    CHECK_FALSE(walk.complete());
  }
  SUBCASE("the same cursor with other items") {
    ScrapeWalk walk(recordings());
    CHECK(walk.took(page));
    page.hits.front() = hit_named("gd1977-05-09.a");
    CHECK_FALSE(walk.took(page));
  }
  SUBCASE("no items, but a cursor") {
    ScrapeWalk walk(recordings());
    const ScrapePage empty{.total = 30, .cursor = "one"};
    CHECK_FALSE(walk.took(empty));
  }
}

TEST_CASE("a walk that ends too soon is not complete") {
  ScrapeWalk walk(recordings());
  ScrapePage page{.given = 5'000, .total = 18'000};
  page.hits.push_back(hit_named("gd1977-05-08.a"));
  CHECK(walk.took(page));
  CHECK(walk.ended());
  CHECK_FALSE(walk.complete());
}

TEST_CASE("a walk that finds nothing at all is not complete") {
  ScrapeWalk walk(recordings());
  CHECK(walk.took(ScrapePage{}));
  CHECK(walk.ended());
  CHECK_FALSE(walk.complete());
}

TEST_CASE("a walk whose total shrinks is complete only when a few are gone") {
  struct Case {
    std::uint64_t before, after;
    bool complete;
  };
  for (const auto& c : std::to_array<Case>({{285'000, 284'990, true},
                                            {285'000, 284'715, true},
                                            {285'000, 284'700, false},
                                            {285'000, 5'000, false},
                                            {240, 239, true},
                                            {240, 200, false}})) {
    CAPTURE(c.after);
    // Whether the walk goes on by itself or was begun by another one.
    ScrapeWalk walk(
        recordings(),
        ScrapePlace{.cursor = "one", .count = c.before - 1, .most = c.before, .last = {}});
    ScrapePage page{.given = 1, .total = c.after};
    page.hits.push_back(hit_named("gd1977-05-08.a"));
    CHECK(walk.took(page));
    CHECK(walk.complete() == c.complete);
  }
}

TEST_CASE("a walk notices when it is led back, and bears any order of identifiers") {
  struct Case {
    std::string last, first;
    bool lies_behind;
  };
  // clang-format off
  for (const auto& c : std::to_array<Case>({
           {"gd1977-05-08.a",  "gd1977-05-09.a",  true},
           {"GratefulDead-a",  "gd1977-05-09.a",  true},   // by bytes
           {"gd1977-05-09.a",  "GratefulDead-a",  true},   // without case
           {"gd77-05-08.a",    "gd77.05.09.a",    true},
           {"gd77_05_08.a",    "gd77-05-09.a",    true},   // without punctuation
           {"gd1977-05-08.a",  "gd1977-05-08.a",  false},
           {"gd1977-05-08.a",  "00-042-154",      false},
           {"ZZTop1970-01-01", "00-042-154",      false},
           {"gd1977-05-08.a",  "dcb1977-05-08.a", false}})) {
    // clang-format on
    CAPTURE(c.last);
    CAPTURE(c.first);
    ScrapeWalk walk(
        recordings(),
        ScrapePlace{
            .cursor = "one", .count = 1, .most = 3, .last = ItemIdentifier::parse(c.last).value()});
    ScrapePage page{.given = 1, .total = 3, .cursor = "two"};
    page.hits.push_back(hit_named(c.first));
    CHECK(walk.took(page).has_value() == c.lies_behind);
    CHECK(walk.ended() == !c.lies_behind);
  }
}

TEST_CASE("a walk asks for fewer only while it says how many") {
  ScrapeWalk walk(recordings(), 500);
  walk.ask_for_fewer();
  CHECK(walk.next().count == 250U);
  walk.ask_for_fewer();
  walk.ask_for_fewer();
  CHECK(walk.next().count == 100U);
  ScrapeWalk later(recordings(), ScrapePlace{.cursor = "one", .count = 1, .most = 3, .last = {}});
  later.ask_for_fewer();
  CHECK_FALSE(later.next().count);
}
