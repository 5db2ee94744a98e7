#include "browse/core/search_query.hpp"

#include <doctest/doctest.h>

#include <array>
#include <string>
#include <utility>

using namespace tapedeck;
using namespace tapedeck::browse;

namespace {

constexpr std::string_view etree = "collection:etree AND mediatype:etree";

SearchRequest typed(std::string q) {
  SearchRequest request;
  request.q = std::move(q);
  return request;
}

music::ConcertDate day(std::string_view text) { return *music::ConcertDate::parse(text); }

std::string asked(const SearchRequest& request) {
  const auto query = to_query(request);
  return std::string(query.value().query.text());
}

std::vector<std::string> fields_at_fault(const SearchRequest& request) {
  std::vector<std::string> names;
  for (const auto& fault : faults_in(request))
    names.push_back(fault.path);
  return names;
}

}  // namespace

TEST_CASE("what a listener types becomes words and days") {
  struct Case {
    std::string why, q, rest;
  };
  // clang-format off
  const auto cases = std::to_array<Case>({
      {"nothing",                   "",                  ""},
      {"words",                     "barton hall",       " AND (barton AND hall)"},
      {"a date",                    "5/8/77",            " AND date:[1977-05-08 TO 1977-05-08]"},
      {"a date and words",          "cornell 1977-05-08", " AND cornell AND date:[1977-05-08 TO 1977-05-08]"},
      {"a month",                   "May 1977",          " AND date:[1977-05-01 TO 1977-05-31]"},
      {"a year",                    "1977",              " AND date:[1977-01-01 TO 1977-12-31]"},
      {"an operator is a word",     "NOT dead",          " AND (\"NOT\" AND dead)"},
      {"a field is a word",         "creator:x",         " AND creator\\:x"},
      {"brackets are letters",      "(a) OR",            " AND (\\(a\\) AND \"OR\")"},
      {"a pattern is a letter",     "*",                 " AND \"*\""},
      {"nothing but quotes",        "\"\" \"",           ""},
      {"a phrase",                  "\"barton hall\" 1977", " AND \"barton hall\" AND date:[1977-01-01 TO 1977-12-31]"},
      {"half a phrase",             "\"barton hall",       " AND (barton AND hall)"},
      {"a short name",              "gd 5/8/77",         " AND creator:(Grateful AND Dead) AND date:[1977-05-08 TO 1977-05-08]"},
      {"a short name and a date",   "gd1977-05-08",      " AND creator:(Grateful AND Dead) AND date:[1977-05-08 TO 1977-05-08]"},
      {"a short name elsewhere",    "best of gd",        " AND (best AND of AND gd)"},
      {"an identifier",             "gd77-05-08.sbd.hicks.4982.sbeok.shnf", " AND identifier:gd77-05-08.sbd.hicks.4982.sbeok.shnf"},
      {"an address",                " https://archive.org/details/SaltPepper/x ", " AND ((identifier:SaltPepper) OR (collection:SaltPepper))"},
      {"an address that is shared", "Salt & Pepper https://archive.org/details/SaltPepper", " AND ((identifier:SaltPepper) OR (collection:SaltPepper))"},
      {"quotes of a phone",         "\xe2\x80\x9c" "Dark Star\xe2\x80\x9d", " AND \"Dark Star\""},
      {"a short name, a date, a word", "gd1977-05-08 sbd", " AND sbd AND creator:(Grateful AND Dead) AND date:[1977-05-08 TO 1977-05-08]"},
      {"a day of every year",       "Oct 31",            " AND (Oct AND 31)"},
      {"wide spaces",               "x\xe3\x80\x80OR\xe3\x80\x80y", " AND (x AND \"OR\" AND y)"},
      {"a comparison",              ">phish",            " AND \">phish\""},
      {"a name with a dot",         "moe.",              " AND moe."},
      {"a year and a month",        "1977-05",           " AND date:[1977-05-01 TO 1977-05-31]"},
  });
  // clang-format on
  for (const auto& c : cases) {
    CAPTURE(c.why);
    CHECK(asked(typed(c.q)) == std::string(etree) + c.rest);
  }
}

TEST_CASE("each field asks in the Archive's own") {
  SearchRequest request;
  request.artist = "Grateful Dead";
  request.venue = "Barton Hall";
  request.city = "Ithaca";
  request.year = 1977;
  request.source = SourceWord::sbd;
  CHECK(asked(request) == std::string(etree) +
                              " AND creator:(Grateful AND Dead) AND venue:(Barton AND Hall) AND "
                              "coverage:Ithaca AND date:[1977-01-01 TO 1977-12-31] AND "
                              "source:(sbd OR soundboard)");
}

TEST_CASE("a range of days may be open, and unknown parts widen it") {
  SearchRequest request;
  request.date_from = day("1977-05-XX");
  CHECK(asked(request) == std::string(etree) + " AND date:[1977-05-01 TO *]");
  request.date_to = day("1977-XX-XX");
  CHECK(asked(request) == std::string(etree) + " AND date:[1977-05-01 TO 1977-12-31]");
  request.date = day("1977-05-08");
  CHECK(asked(request).contains("date:[1977-05-08 TO 1977-05-08]"));
}

TEST_CASE("results come in an order that no page repeats") {
  CHECK(to_query(typed("barton"))->sorts.empty());
  CHECK(to_query(typed(""))->sorts == std::vector<std::string>{"downloads desc", "identifier asc"});
  CHECK(to_query(typed("5/8/77"))->sorts ==
        std::vector<std::string>{"downloads desc", "identifier asc"});
  auto request = typed("barton");
  request.sort = SearchSort::date;
  CHECK(to_query(request)->sorts == std::vector<std::string>{"date asc", "identifier asc"});
  request.order = SortOrder::desc;
  CHECK(to_query(request)->sorts == std::vector<std::string>{"date desc", "identifier asc"});
  request.sort = SearchSort::artist;
  request.order.reset();
  CHECK(to_query(request)->sorts ==
        std::vector<std::string>{"creatorSorter asc", "identifier asc"});
}

TEST_CASE("every value that breaks a rule is named at once") {
  CHECK(fields_at_fault(SearchRequest{}).empty());

  SearchRequest request;
  request.q = std::string(SearchRequest::most_text + 1, 'a');
  request.artist = request.q;
  request.year = 3000;
  request.date_from = day("1977-05-08");
  request.date_to = day("1977-05-07");
  request.order = SortOrder::asc;
  request.page = 0;
  CHECK(fields_at_fault(request) ==
        std::vector<std::string>{"q", "artist", "year", "date_to", "order", "page"});
}

TEST_CASE("pages stop where the Archive stops showing results") {
  SearchRequest request;
  request.page = 200;
  CHECK(fields_at_fault(request).empty());
  request.page = 201;
  CHECK(fields_at_fault(request) == std::vector<std::string>{"page"});
  request.per_page = 200;
  request.page = 51;
  CHECK(fields_at_fault(request) == std::vector<std::string>{"page"});
  request.page = 50;
  CHECK(fields_at_fault(request).empty());
  request.per_page = 201;
  CHECK(fields_at_fault(request) == std::vector<std::string>{"per_page"});
  request.per_page = 0;
  CHECK(fields_at_fault(request) == std::vector<std::string>{"per_page"});
}

TEST_CASE("texts that together are too long for the Archive are refused") {
  SearchRequest request;
  for (auto* text : {&request.q, &request.artist, &request.venue, &request.city}) {
    for (int i = 0; i < 100; ++i)
      text->append("! ");
  }
  CHECK(fields_at_fault(request).empty());
  const auto refused = to_query(request);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == Errc::invalid);
  CHECK(refused.error().fields.at(0).path == "q");
}

TEST_CASE("a query in the Archive's own language stands beside the rest") {
  SearchRequest request;
  request.query = "venue:barton AND NOT taper:miller";
  request.artist = "gd";
  CHECK(asked(request) == std::string(etree) +
                              " AND creator:(Grateful AND Dead) AND "
                              "(venue:barton AND NOT taper:miller)");
}

TEST_CASE("a query that would reach beyond itself is refused, with what to mend") {
  for (const auto* const text : {"a) OR (mediatype:movies", "(a", "\"a", "a\\", "5/8/77",
                                 "date:[a TO b", "a\nb", "[a)", "a\\-b", "a\\\"b", "a\\+b"}) {
    CAPTURE(text);
    SearchRequest request;
    request.query = text;
    const auto query = to_query(request);
    REQUIRE_FALSE(query);
    CHECK(query.error().code == Errc::invalid);
    CHECK(query.error().fields.front().path == "query");
  }
  for (const auto* const text : {"date:[a TO b}", "a\\)", "\")(\"", "a:(b OR c)", "5\\/8"}) {
    CAPTURE(text);
    SearchRequest request;
    request.query = text;
    CHECK(to_query(request));
  }
}
