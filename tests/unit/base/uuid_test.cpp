#include "base/uuid.hpp"

#include <doctest/doctest.h>

#include <set>

using namespace tapedeck;

TEST_CASE("a new UUID is random, of version 4, and survives being written and read") {
  std::set<std::string> seen;
  for (int i = 0; i < 100; ++i) {
    const auto text = Uuid::make().text();
    CHECK(text.size() == 36);
    CHECK(text[14] == '4');
    CHECK(std::string_view("89ab").contains(text[19]));
    CHECK(Uuid::parse(text)->text() == text);
    seen.insert(text);
  }
  CHECK(seen.size() == 100);
}

TEST_CASE("a UUID is read in either case and kept in lower case") {
  CHECK(Uuid::parse("3F0C0C5E-0000-4000-8000-00000000ABCD")->text() ==
        "3f0c0c5e-0000-4000-8000-00000000abcd");
}

TEST_CASE("what is no UUID is refused") {
  for (const std::string_view text :
       {"", "3f0c0c5e", "3f0c0c5e00004000800000000000abcd", "3f0c0c5e-0000-4000-8000-00000000abc",
        "3f0c0c5e-0000-4000-8000-00000000abcg", "3f0c0c5e+0000-4000-8000-00000000abcd",
        "{3f0c0c5e-0000-4000-8000-0000000abcd"}) {
    CAPTURE(text);
    CHECK_FALSE(Uuid::parse(text));
  }
}
