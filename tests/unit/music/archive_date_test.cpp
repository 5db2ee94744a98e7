#include "music/archive_date.hpp"

#include <doctest/doctest.h>

#include <array>

using namespace tapedeck;
using namespace tapedeck::music;

namespace {

std::string text_of(const std::optional<ConcertDate>& date) { return date ? date->text() : "none"; }

}  // namespace

TEST_CASE("the dates that uploaders write are read, and repaired where they can be") {
  struct Case {
    std::string_view raw, date;
  };
  // clang-format off
  constexpr auto cases = std::to_array<Case>({
      {"1977-05-08",            "1977-05-08"},
      {"1977-05-08T00:00:00Z",  "1977-05-08"},
      {"1977-05-08T::Z",        "1977-05-08"},
      {"1977-05-08 00:00:00",   "1977-05-08"},
      {" 1977-05-08\r\n",       "1977-05-08"},
      {"1977-5-8",              "1977-05-08"},
      {"1966-11-00",            "1966-11-XX"},
      {"1967-00-00",            "1967-XX-XX"},
      {"1967-xx-xx",            "1967-XX-XX"},
      {"1967-\?\?-\?\?",            "1967-XX-XX"},
      {"1967-00-14",            "1967-XX-XX"},
      {"1977-13-05",            "1977-05-13"},
      {"1977-31-12",            "1977-12-31"},
      {"1977-13-13",            "1977-XX-XX"},
      {"1985-03-38",            "1985-03-XX"},
      {"1985-38-03",            "1985-XX-XX"},
      {"1977-02-29",            "1977-02-XX"},
      {"1977-04-31",            "1977-04-XX"},
      {"1977",                  "1977-XX-XX"},
      {"1977-05",               "1977-05-XX"},
      {"5/8/1977",              "1977-05-08"},
      {"May 8, 1977",           "1977-05-08"},
      {"",                      "none"},
      {"0000-00-00",            "none"},
      {"2400-05-08",            "none"},
      {"unknown",               "none"},
      {"some night in 1977 at the lake", "none"},
      {"1977-1979",             "none"},
  });
  // clang-format on
  for (const auto& c : cases) {
    CAPTURE(c.raw);
    CHECK(text_of(read_archive_date(c.raw)) == c.date);
  }
}

TEST_CASE("an identifier tells its date") {
  struct Case {
    std::string_view item, date;
  };
  // clang-format off
  constexpr auto cases = std::to_array<Case>({
      {"gd1977-05-08.111493.mtx.seamons.sbeok.flac16", "1977-05-08"},
      {"gd77-05-08.sbd.hicks.4982.sbeok.shnf",         "1977-05-08"},
      {"gd1967-xx-xx.sbd.studio",                      "1967-XX-XX"},
      {"gd1966-11-00.sbd",                             "1966-11-XX"},
      {"gd1985-03-38.aud",                             "1985-03-XX"},
      {"gd1977-13-05.aud",                             "1977-05-13"},
      {"band_2011-03-04_set2",                         "2011-03-04"},
      {"2011-03-04.band",                              "2011-03-04"},
      {"357StringBand",                                "none"},
      {"gd.12-34-56.sbd",                              "none"},
      {"gd1977-05-081.x",                              "none"},
      {"gd77-0508.x",                                  "none"},
  });
  // clang-format on
  for (const auto& c : cases) {
    CAPTURE(c.item);
    CHECK(text_of(date_in(ItemIdentifier::parse(c.item).value())) == c.date);
  }
}

TEST_CASE("of two dates of an item the better one is taken, and the other remembered") {
  struct Case {
    std::string_view why, raw, item, date;
    DateOrigin origin;
    std::string_view other;
  };
  using enum DateOrigin;
  // clang-format off
  constexpr auto cases = std::to_array<Case>({
      {"both say the same",             "1977-05-08", "gd77-05-08.sbd",   "1977-05-08", metadata,   "none"},
      {"only the metadata",             "1977-05-08", "cornell.sbd",      "1977-05-08", metadata,   "none"},
      {"only the identifier",           "",           "gd77-05-08.sbd",   "1977-05-08", identifier, "none"},
      {"the identifier knows the day",  "1977-05-00", "gd77-05-08.sbd",   "1977-05-08", identifier, "none"},
      {"an impossible day is mended",   "1977-05-38", "gd77-05-08.sbd",   "1977-05-08", identifier, "none"},
      {"they contradict",               "1977-05-08", "gd77-05-09.sbd",   "1977-05-08", metadata,   "1977-05-09"},
      {"the day may be a guess",        "1967-07-01", "gd1967-xx-xx.sbd", "1967-07-01", metadata,   "1967-XX-XX"},
  });
  // clang-format on
  for (const auto& c : cases) {
    CAPTURE(c.why);
    const auto found = date_of(c.raw, ItemIdentifier::parse(c.item).value());
    REQUIRE(found);
    CHECK(found->date.text() == c.date);
    CHECK(found->origin == c.origin);
    CHECK(text_of(found->contradicted_by) == c.other);
  }
  CHECK_FALSE(date_of("", ItemIdentifier::parse("cornell").value()));
}
