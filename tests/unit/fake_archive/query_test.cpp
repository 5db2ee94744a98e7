#include "fake_archive/query.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <doctest/doctest.h>

#include <array>

using namespace tapedeck;
using namespace tapedeck::fake_archive;

namespace {

boost::json::object barton_hall() {
  return boost::json::parse(R"({
    "identifier": "gd1977-05-08.sbd.harbor.990101.flac16",
    "title": "Grateful Dead Live at Barton Hall on 1977-05-08",
    "creator": "Grateful Dead", "mediatype": "etree",
    "collection": ["GratefulDead", "etree", "stream_only"],
    "date": "1977-05-08T00:00:00Z", "year": 1977, "downloads": 412345, "avg_rating": "4.67",
    "addeddate": "2008-06-01T10:11:12Z", "venue": "Barton Hall, Cornell University",
    "coverage": "Ithaca, NY", "subject": "Live concert;Soundboard"})")
      .as_object();
}

bool answers(std::string_view query) {
  const auto clause = parse_query(query);
  REQUIRE_MESSAGE(clause.has_value(), query);
  return matches(*clause, barton_hall());
}

}  // namespace

TEST_CASE("a search finds a recording by what clients of the Archive ask") {
  struct Case {
    std::string_view query;
    bool found;
  };
  // clang-format off
  const auto cases = std::to_array<Case>({
      {"collection:GratefulDead AND mediatype:etree", true},
      {"collection:(GratefulDead )", true},
      {"collection:gratefuldead", false},
      {"collection:GratefulDead mediatype:collection", false},
      {"creator:\"Grateful Dead\"", true},
      {"creator:\"Dead Grateful\"", false},
      {"creator:dead", true},
      {"creator:dea", false},
      {"date:[1977-01-01 TO 1977-12-31]", true},
      {"date:[1977 TO 1977]", true},
      {"date:[1977-05 TO 1977-05]", true},
      {"date:[1978-01-01 TO *]", false},
      {"date:{1977-05-08 TO 1977-05-09}", false},
      {"date:{1977-05-07 TO 1977-05-08]", true},
      {"date:1977-05-08", true},
      {"addeddate:[2008-06-01T10:00:00Z TO *]", true},
      {"addeddate:[2008-06-01 11:00:00 TO *]", false},
      {"year:1977", true},
      {"year:[1975 TO 1979]", true},
      {"year:{1977 TO *]", false},
      {"downloads:[100000 TO *]", true},
      {"downloads:[* TO 99999]", false},
      {"avg_rating:[4.5 TO 5]", true},
      {"_exists_:coverage", true},
      {"_exists_:lineage", false},
      {"NOT _exists_:lineage", true},
      {"identifier:(nope OR gd1977-05-08.sbd.harbor.990101.flac16)", true},
      {"identifier:gd1977-05-08*", true},
      {"identifier:*flac1?", true},
      {"identifier:GD1977*", false},
      {"title:Barton*", true},
      {"barton hall", true},
      {"barton -cornell", false},
      {"barton AND NOT matrix", true},
      {"barton !matrix", true},
      {"+barton +ithaca", true},
      {"matrix OR (barton AND ithaca)", true},
      {"matrix || barton && ithaca", true},
      {"matrix OR barton AND boston", false},
      {"subject:soundboard", true},
      {"1977-05-08", true},
      {"5/8/77", false},
      {"title:\"at Barton Hall on\"", true},
      {"*:*", true},
      {"", true},
      {"(venue:barton OR coverage:boston) AND year:1977", true},
      {"title:(barton AND (hall OR arena))", true},
      {R"(title:\(barton\))", true},
  });
  // clang-format on
  for (const auto& c : cases) {
    CAPTURE(c.query);
    CHECK(answers(c.query) == c.found);
  }
}

TEST_CASE("a query that cannot be read is refused in the Archive's words") {
  const auto cases = std::to_array<std::string_view>(
      {"(barton", "barton)", "title:", "date:[1977 TO", "date:[1977", "\"open", "a AND", "a OR",
       "_exists_:", R"(a\-b)", R"(a\+b)", R"(a\&b)", R"(end\)", "date:[TO 1977]", "NOT", "()"});
  for (const auto query : cases) {
    CAPTURE(query);
    const auto clause = parse_query(query);
    REQUIRE_FALSE(clause);
    CHECK(clause.error().message.starts_with("[UNSUPPORTED_VALUE]"));
  }
}

TEST_CASE("a query that is too long or too deep is refused") {
  CHECK(parse_query(std::string(longest_query, 'a')));
  CHECK_FALSE(parse_query(std::string(longest_query + 1, 'a')));
  CHECK_FALSE(parse_query(std::string(900, '(') + "a" + std::string(900, ')')));
  CHECK_FALSE(parse_query(std::string(1'800, '!') + "a"));
}
