#include "base/utf8.hpp"

#include <doctest/doctest.h>

using namespace tapedeck;

TEST_CASE("well-formed UTF-8 is told from what only looks like it") {
  CHECK(is_utf8(""));
  CHECK(is_utf8("Sugar Magnolia > Scarlet Begonias"));
  CHECK(is_utf8("Bl\xc3\xa4ue \xe2\x86\x92 \xf0\x9f\x8c\xb9"));

  CHECK_FALSE(is_utf8("caf\xe9"));           // Latin-1, as old info files have it
  CHECK_FALSE(is_utf8("\xc0\xaf"));          // an overlong slash
  CHECK_FALSE(is_utf8("\xed\xa0\x80"));      // half a surrogate pair
  CHECK_FALSE(is_utf8("\xf4\x90\x80\x80"));  // beyond U+10FFFF
  CHECK_FALSE(is_utf8("cut short \xe2\x86"));
}
