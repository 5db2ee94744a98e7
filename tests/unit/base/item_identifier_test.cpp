#include "base/item_identifier.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace tapedeck;

TEST_CASE("names that items at the Archive have are identifiers") {
  for (const std::string_view text :
       {"gd1977-05-08.sbd.hicks.4982.sbeok.shnf", "sci2007-07-28.Schoeps", "357StringBand",
        "zero1994-03-26.akg-crown.cate.miller.106130.flac16", "a__"}) {
    CAPTURE(text);
    const auto parsed = ItemIdentifier::parse(text);
    REQUIRE(parsed);
    CHECK(parsed->text() == text);
  }
}

TEST_CASE("what could leave its folder or its URL segment is no identifier") {
  for (const std::string_view text :
       {"", "ab", "..", "../x", "...", ".hidden", "-rf", "_x1", "a/b", "a\\b", "a b c", "a%2eb",
        "abc\n", "caf\xc3\xa9", "@user", "a?b", "a#b", "a:b"}) {
    CAPTURE(text);
    CHECK_FALSE(ItemIdentifier::parse(text));
  }
  CHECK_FALSE(ItemIdentifier::parse(std::string_view("a\0b", 3)));
}

TEST_CASE("an identifier has at most 100 bytes") {
  CHECK(ItemIdentifier::parse(std::string(100, 'a')));
  CHECK_FALSE(ItemIdentifier::parse(std::string(101, 'a')));
}
