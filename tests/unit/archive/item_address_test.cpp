#include "archive/item_address.hpp"

#include <doctest/doctest.h>

#include <array>
#include <string_view>

using namespace tapedeck;
using namespace tapedeck::archive;

TEST_CASE("an item is named by its identifier or by its address at the Archive") {
  struct Case {
    std::string_view text, item;
  };
  // clang-format off
  const auto cases = std::to_array<Case>({
      {"gd77-05-08.sbd",                                             "gd77-05-08.sbd"},
      {"https://archive.org/details/gd77-05-08.sbd",                 "gd77-05-08.sbd"},
      {"http://www.archive.org/details/gd77-05-08.sbd/",             "gd77-05-08.sbd"},
      {"https://archive.org/details/gd77-05-08.sbd?start=10",        "gd77-05-08.sbd"},
      {"https://archive.org/details/gd77-05-08.sbd#reviews",         "gd77-05-08.sbd"},
      {"https://archive.org/download/gd77-05-08.sbd/d1t01.flac",     "gd77-05-08.sbd"},
      {"https://archive.org/embed/gd77-05-08.sbd",                   "gd77-05-08.sbd"},
      {"https://archive.org/",                                       ""},
      {"https://archive.org/search?query=x",                         ""},
      {"https://archive.org/details/",                               ""},
      {"https://archive.org/details/../etc/passwd",                  ""},
      {"https://archive.org.evil.example/details/gd77",              ""},
      {"https://evil.example/details/gd77",                          ""},
      {"ftp://archive.org/details/gd77",                             ""},
      {"",                                                           ""},
      {"..",                                                         ""},
      {"gd77/../..",                                                 ""},
  });
  // clang-format on
  for (const auto& c : cases) {
    CAPTURE(c.text);
    const auto item = parse_identifier_or_address(c.text);
    CHECK((item ? item->text() : std::string_view()) == c.item);
  }
}
