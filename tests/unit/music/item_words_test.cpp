#include "music/day_part.hpp"
#include "music/extent.hpp"

#include <doctest/doctest.h>

#include <array>
#include <string>

using namespace tapedeck;
using namespace tapedeck::music;

TEST_CASE("early and late are read from the words of an item") {
  struct Case {
    std::string_view item, venue;
    DayPart part;
  };
  // clang-format off
  constexpr auto cases = std::to_array<Case>({
      {"gd1970-03-21.late.aud.lee.pcrp.21779.shnf",        "Capitol Theater",                      DayPart::late},
      {"gd1970-10-31.sbd-early.cousinit.29192.shnf",       "University Gymnasium",                 DayPart::early},
      {"gd1970-02-13.lateshow.mtx.131678.flac16",          "Fillmore East (Late Show)",            DayPart::late},
      {"gd70-05-15.early-late.sbd.97.sbeok.shnf",          "Fillmore East  (Late Show)",           DayPart::both},
      {"gd70-01-02.partial-early.sbd.86.sbefail.shnf",     "Fillmore East (Late Show)",            DayPart::early},
      {"gd70-10-30.sbd.cotsman.20044.sbeok.shnf",          "Gym, SUNY (Early and Late Shows)",     DayPart::both},
      {"gd70-01-03.sbd.ret.19440.sbeok.shnf",              "Fillmore East (Early and partial Late Show)", DayPart::both},
      {"gd1970-06-24.124175.cooper.berger.flac16",         "Capitol Theater (Late)",               DayPart::late},
      {"gd1970-06-24.aud.lee.5339.sbeok.shnf",             "Capitol Theater",                      DayPart::unsaid},
      {"gd1984-04-01.translated.x",                        "The Late Lounge",                      DayPart::unsaid},
  });
  // clang-format on
  for (const auto& c : cases) {
    CAPTURE(c.item);
    CHECK(day_part_of(ItemIdentifier::parse(c.item).value(), "", c.venue, "") == c.part);
  }
  const auto item = ItemIdentifier::parse("gd70-03-21.aud.5315").value();
  CHECK(day_part_of(item, "", "Capitol Theater", "Audience - Early Show Only") == DayPart::early);
  CHECK(day_part_of(item, "", "Capitol Theater", "SBD, both shows") == DayPart::both);
}

TEST_CASE("a venue of nothing but brackets is read like any other") {
  const auto item = ItemIdentifier::parse("gd1970-06-24.aud.lee.5339.sbeok.shnf").value();
  // Reading the rest again behind each of them would take a million times as long.
  const std::string brackets(1'000'000, '(');
  CHECK(day_part_of(item, "", brackets, "") == DayPart::unsaid);
  CHECK(day_part_of(item, "", brackets + "Late)", "") == DayPart::late);
  CHECK(day_part_of(item, "", "Capitol Theater ((early) tape)", "") == DayPart::early);
}

TEST_CASE("an item says when it is not a whole concert") {
  struct Case {
    std::string_view item, venue;
    Extent extent;
  };
  // clang-format off
  constexpr auto cases = std::to_array<Case>({
      {"gd77-05-08.sbd.hicks.4982.sbeok.shnf",                   "Barton Hall",             Extent::whole},
      {"gd1978-11-17.135718.sbd.partial.schley.flac1644",        "Uptown Theater",          Extent::part},
      {"gd1987-07-10.sbd-set2.unknown.97490.shnf",               "JFK Stadium",             Extent::part},
      {"gd79-10-25.set1aud-set2sbd.miller.22792.sbeok.shnf",     "New Haven Coliseum",      Extent::whole},
      {"gd1970-05-14.136645.s2.sbd.reelmaster",                  "Meramec",                 Extent::part},
      {"gd88-04-01.set1-set2.sbd",                               "Meadowlands",             Extent::whole},
      {"gd78-09-13.sndchk-sbd.wiley.11482.sbeok.shnf",           "Giza",                    Extent::no_concert},
      {"gd1976-05-28.rehearsals.gems.82947.flac16",              "Unknown",                 Extent::no_concert},
      {"gd79-04-16.x",                                           "Studio Rehersal",         Extent::no_concert},
  });
  // clang-format on
  for (const auto& c : cases) {
    CAPTURE(c.item);
    CHECK(extent_of(ItemIdentifier::parse(c.item).value(), c.venue) == c.extent);
  }
}
