#include "music/setlist.hpp"

#include "music/lineage.hpp"

#include <doctest/doctest.h>

#include <array>
#include <string>
#include <vector>

using namespace tapedeck;
using namespace tapedeck::music;

namespace {

/// "1: Bertha | Sugaree; E1: Ripple"
std::string summary(const std::vector<WrittenSet>& sets) {
  std::string text;
  for (const auto& set : sets) {
    if (!text.empty()) text += "; ";
    if (set.name.kind == SetKind::encore) text += 'E';
    text += std::to_string(set.name.number) + ":";
    for (std::size_t i = 0; i < set.songs.size(); ++i)
      text += (i == 0 ? " " : " | ") + set.songs[i];
  }
  return text;
}

bool one_song(std::string_view a, std::string_view b) {
  const auto one = song_words(a);
  const auto other = song_words(b);
  return may_be_one_song(one, other) && may_be_one_song(other, one);
}

}  // namespace

TEST_CASE("a setlist is read in the forms in which people write one") {
  struct Case {
    std::string_view why, text, sets;
  };
  // clang-format off
  constexpr auto cases = std::to_array<Case>({
      {"a song a line",       "Set 1\n\nBertha\nSugaree  ->\nDeal\n\nSet 2\nEstimated\n\nEncore\nU.S. Blues",
                              "1: Bertha | Sugaree | Deal; 2: Estimated; E1: U.S. Blues"},
      {"commas",              "Set 1\n\nDeal, Cassidy-> Peggy-O\n\nSet 2\n\nSt. Stephen-> Stella Blue, E: U.S. Blues",
                              "1: Deal | Cassidy | Peggy-O; 2: St. Stephen | Stella Blue; E1: U.S. Blues"},
      {"Roman numbers",       "Set I\nBertha\nSet II\nDeal",              "1: Bertha; 2: Deal"},
      {"numbers in words",    "First Set:\nBertha\nSecond Set:\nDeal",    "1: Bertha; 2: Deal"},
      {"on the same line",    "I: Bertha, Deal\nII: Sugaree\nE: Ripple",  "1: Bertha | Deal; 2: Sugaree; E1: Ripple"},
      {"two encores",         "Set 1\nBertha\nEncore 1: Ripple\nEncore 2: Lodi", "1: Bertha; E1: Ripple; E2: Lodi"},
      {"songs of one encore", "Set 1\nBertha, E: Ripple, E: Lodi",        "1: Bertha; E1: Ripple | Lodi"},
      {"a set goes on",       "Set 1 (disc 1)\nBertha\nSet 1 (continued)\nDeal", "1: Bertha | Deal"},
      {"marks and lengths",   "*** SET 1 ***\n01. Bertha* [5:42]\nd1t02 Deal (4:01)", "1: Bertha | Deal"},
      {"numbers close behind", "Set1: Bertha\nSet2: Deal\nE1: Ripple\nE2: Lodi", "1: Bertha; 2: Deal; E1: Ripple; E2: Lodi"},
      {"a short encore",      "Set 1;\nBertha\nEnc. Ripple",              "1: Bertha; E1: Ripple"},
      {"a fifth set",         "Set V\nBertha",                            "5: Bertha"},
      {"arrows of Unicode",   "Set 1: Scarlet \xe2\x86\x92 Fire, Deal",    "1: Scarlet | Fire | Deal"},
      {"a bracket left open", "Set 1 (with horns: Bertha, Loser",         "1: (with horns: Bertha | Loser"},
      {"a sentence is none",  "Set 1 was better than we remembered.\nBertha", ""},
      {"prose with commas",   "Second set, as always, was the better one.\nFirst encore; what a night", ""},
      {"commas of headings",  "Second Set,\nDeal\nSet 3, Althea\nEncore, Ripple", "2: Deal; 3: Althea; E1: Ripple"},
      {"no heading",          "Bertha, Deal, Sugaree",                    ""},
      {"a heading alone",     "Set 1",                                    ""},
      {"nothing",             "",                                         ""},
  });
  // clang-format on
  for (const auto& c : cases) {
    CAPTURE(c.why);
    CHECK(summary(read_setlist(c.text)) == c.sets);
  }
}

TEST_CASE("a hostile setlist is read to an end") {
  std::string text = "Set 1\n";
  for (int i = 0; i < 20'000; ++i)
    text += "a,";
  for (int i = 0; i < 2'000; ++i)
    text += "\nSet " + std::to_string(i % 4 + 1) + "\nb";
  const auto sets = read_setlist(text);
  CHECK(sets.size() == 12);
  CHECK(sets.front().songs.size() == 200);
}

TEST_CASE("two titles may be of one song") {
  CHECK(one_song("Bertha", "bertha"));
  CHECK(one_song("China Cat", "China Cat Sunflower"));
  CHECK(one_song("Minglewood Blues", "New Minglewood Blues"));
  CHECK(one_song("The Promised Land", "Promised Land"));
  CHECK(one_song("Around & Around", "Around And Around"));
  CHECK(one_song("Goin' Down The Road", "Goin Down The Road Feeling Bad"));
  CHECK_FALSE(one_song("Dark Star", "Star Dark"));
  CHECK_FALSE(one_song("Jam", "Estimated Prophet Outro Jam"));
  CHECK_FALSE(one_song("Deal", "Sugaree"));
  CHECK_FALSE(one_song("", "Deal"));
  CHECK_FALSE(one_song("", ""));
}

TEST_CASE("a lineage is the steps between its arrows") {
  using Steps = std::vector<std::string>;
  CHECK(steps_of_lineage("SBD > MR > DAT -> CD --> EAC") == Steps{"SBD", "MR", "DAT", "CD", "EAC"});
  CHECK(steps_of_lineage("Sony ECM-33Ps>Sony TC-152 MAC") ==
        Steps{"Sony ECM-33Ps", "Sony TC-152 MAC"});
  CHECK(steps_of_lineage("DAT \xe2\x86\x92 FLAC") == Steps{"DAT", "FLAC"});
  CHECK(steps_of_lineage(" > > DAT >") == Steps{"DAT"});
  CHECK(steps_of_lineage("unknown") == Steps{"unknown"});
  CHECK(steps_of_lineage("").empty());

  std::string many = "a";
  for (int i = 0; i < 100; ++i)
    many += ">b";
  const auto steps = steps_of_lineage(many);
  REQUIRE(steps.size() == 40);
  CHECK(steps.back().starts_with("b>b>"));
}
