#include "music/track_name.hpp"

#include "music/natural_order.hpp"

#include <doctest/doctest.h>

#include <array>
#include <optional>

using namespace tapedeck;
using namespace tapedeck::music;

TEST_CASE("a track's title is read without the marks around it") {
  struct Case {
    std::string_view why, text, title;
    bool segues, continues;
    std::optional<unsigned> encore{};
  };
  // clang-format off
  constexpr auto cases = std::to_array<Case>({
      {"a plain title",             "Bertha",                     "Bertha",             false, false},
      {"a segue",                   "Scarlet Begonias >",         "Scarlet Begonias",   true,  false},
      {"an arrow",                  "Help On The Way->",          "Help On The Way",    true,  false},
      {"an arrow of Unicode",       "Slipknot! \xe2\x86\x92",     "Slipknot!",          true,  false},
      {"a segue from before",       "> Fire On The Mountain",     "Fire On The Mountain", false, true},
      {"both",                      "-> Drums ->",                "Drums",              true,  true},
      {"one in the middle stays",   "China Cat > Rider",          "China Cat > Rider",  false, false},
      {"a place in front",          "d1t05 - Sugaree",            "Sugaree",            false, false},
      {"a number in front",         "05. Sugaree",                "Sugaree",            false, false},
      {"a number with a zero",      "05 Sugaree",                 "Sugaree",            false, false},
      {"a number of the song",      "16 Tons",                    "16 Tons",            false, false},
      {"nothing but a number",      "99",                         "99",                 false, false},
      {"a word that begins as one", "Tennessee Jed",              "Tennessee Jed",      false, false},
      {"a song that is called so",  "Track Down",                 "Track Down",         false, false},
      {"a footnote behind a segue", "Terrapin Station > *",       "Terrapin Station",   true,  false},
      {"a length behind a segue",   "China Cat Sunflower--> (5:07)", "China Cat Sunflower", true, false},
      {"a footnote",                "The Weight *",               "The Weight",         false, false},
      {"one that stands alone",     "Sunrise % >",                "Sunrise",            true,  false},
      {"one close behind",          "Black Peter# ->",            "Black Peter",        true,  false},
      {"no length in the brackets", "Jam (1)",                    "Jam (1)",            false, false},
      {"footnotes in brackets",     "Throwing Stones > (1) (2)",  "Throwing Stones",    true,  false},
      {"a length in them",          "Touch of Grey [0:08:27.63]", "Touch of Grey",      false, false},
      {"a key",                     "Prelude in C# *",            "Prelude in C#",      false, false},
      {"a number",                  "100%",                       "100%",               false, false},
      {"a part keeps its number",   "Drums #2",                   "Drums #2",           false, false},
      {"an arrow from before",      "\xe2\x86\x92 Fire",           "Fire",               false, true},
      {"an encore",                 "E: Johnny B. Goode",         "Johnny B. Goode",    false, false, 0},
      {"an encore in words",        "Encore - Ripple ->",         "Ripple",             true,  false, 0},
      {"a second encore",           "E2: Lodi",                   "Lodi",               false, false, 2},
      {"a song that begins with E", "Eyes Of The World",          "Eyes Of The World",  false, false},
      {"the break before it",       "Encore Break",               "Encore Break",       false, false},
      {"nobody knows",              "unknown",                    "",                   false, false},
      {"a placeholder",             "Track 07",                   "",                   false, false},
      {"nobody knows, but it goes on", "Unknown >",               "",                   true,  false},
      {"only marks",                " -> ",                       "",                   true,  false},
      {"nothing",                   "",                           "",                   false, false},
  });
  // clang-format on
  for (const auto& c : cases) {
    CAPTURE(c.why);
    const auto read = read_track_title(c.text);
    CHECK(read.title == c.title);
    CHECK(read.segues == c.segues);
    CHECK(read.continues == c.continues);
    CHECK(read.encore == c.encore);
  }
}

TEST_CASE("a number that the track has is none of its title") {
  constexpr std::array<unsigned, 2> numbers{10, 201};
  CHECK(read_track_title("10 Estimated Prophet", numbers).title == "Estimated Prophet");
  CHECK(read_track_title("10-Around And Around", numbers).title == "Around And Around");
  CHECK(read_track_title("201 - Tuning", numbers).title == "Tuning");
  CHECK(read_track_title("16 Tons", numbers).title == "16 Tons");
  CHECK(read_track_title("10", numbers).title == "10");
  CHECK(number_before("11 Deal") == 11U);
  CHECK_FALSE(number_before("Deal"));
  CHECK_FALSE(number_before("11"));
}

TEST_CASE("the name of a file says where in the recording it belongs") {
  struct Case {
    std::string_view name;
    TrackPlace place;
  };
  // clang-format off
  const auto cases = std::to_array<Case>({
      {"gd77-05-08d2t05.shn",              {.disc = 2, .number = 5, .series = "gd770508"}},
      {"gd1977-05-08d2t05.shn",            {.disc = 2, .number = 5, .series = "gd770508"}},
      {"GD770508D2T5.SHN",                 {.disc = 2, .number = 5, .series = "gd770508"}},
      {"gd1971-02-23.sbd.d3t02.flac",      {.disc = 3, .number = 2, .series = "gd710223sbd"}},
      {"gd1977-03-20s1t01.flac",           {.set = 1, .number = 1, .series = "gd770320"}},
      {"gd77-05-01 s2t05 They Love.flac",  {.set = 2, .number = 5, .series = "gd770501"}},
      {"gd1982-08-01-ohr-set2T08.flac",    {.set = 2, .number = 8, .series = "gd820801ohr"}},
      {"gd1983-04-12s1t-03.flac",          {.set = 1, .number = 3, .series = "gd830412"}},
      {"gd1984-10-08-nak300s02t03.flac",   {.set = 2, .number = 3, .series = "gd841008nak300"}},
      {"gd77-05-08e1t01.flac",             {.encore = 1, .number = 1, .series = "gd770508"}},
      {"disc 2/d1t03.flac",                {.disc = 1, .number = 3}},
      {"Disc 2/05 Bertha.flac",            {.disc = 2, .number = 5}},
      {"gd/Set 1/Bertha.flac",             {.set = 1}},
      {"gd80-10-03t09.flac",               {.number = 9, .series = "gd801003"}},
      {"05 Ripple.flac",                   {.number = 5}},
      {"16IKnowYouRider.flac",             {.number = 16}},
      {"gd1968-08-28.davmar77.05.flac",    {.number = 5, .series = "gd680828davmar77"}},
      {"gd77-05-08-ohr-01 Bertha.flac",    {.number = 1, .series = "gd770508ohr"}},
      {"d1-Bertha.flac",                   {.disc = 1}},
      {"acid5t01.shn",                     {.number = 1, .series = "acid5"}},
      {"Acid4_01.shn",                     {.number = 1, .series = "acid4"}},
      {"d0t01.flac",                       {.number = 1, .series = "d0"}},
      {"",                                 {}},
  });
  // clang-format on
  for (const auto& c : cases) {
    CAPTURE(c.name);
    const auto place = place_in(c.name);
    CHECK(place.disc == c.place.disc);
    CHECK(place.set == c.place.set);
    CHECK(place.encore == c.place.encore);
    CHECK(place.number == c.place.number);
    CHECK(place.series == c.place.series);
  }
}

TEST_CASE("the name of a file tells a title where it has one") {
  struct Case {
    std::string_view name, title;
  };
  // clang-format off
  constexpr auto cases = std::to_array<Case>({
      {"gd77-05-01 s1t02 El Paso.flac",                  "El Paso"},
      {"gd79-12-27 s2t02 China_Rider.flac",              "China Rider"},
      {"gd66-03-09.Who.Do.You.Love.flac",                "Who Do You Love"},
      {"16IKnowYouRider.flac",                           "I Know You Rider"},
      {"Gd70-08-1812DancingInTheStreets.flac",           "Dancing In The Streets"},
      {"Gd77-11-04T20PlayinInTheBandReprise.flac",       "Playin In The Band Reprise"},
      {"gd1991-09-22t09_Samson and Delilah.flac",        "Samson and Delilah"},
      {"cd 1/06 - Mr. Charlie.flac",                     "Mr. Charlie"},
      {"One More Saturday Night.mp3",                    "One More Saturday Night"},
      {"gd77-05-08 d1t05 Scarlet Begonias ->.flac",      "Scarlet Begonias ->"},
      {"gd77-05-08d1t03 Revolution 9.flac",              "Revolution 9"},
      {"t01 Bertha 1977-05-08.flac",                     "Bertha"},
      {"gd77-05-08d1t01.shn",                            ""},
      {"gd1968-08-28.davmar77.05.flac",                  ""},
      {"gd1990-02-25.Nak300.t16.flac",                   ""},
      {"06.flac",                                        ""},
      {"DeadCo2021-08-16t01.flac",                       ""},
      {"",                                               ""},
  });
  // clang-format on
  for (const auto& c : cases) {
    CAPTURE(c.name);
    CHECK(title_in(c.name) == c.title);
  }
}

TEST_CASE("names are put in the order in which people count") {
  CHECK(naturally_before("d1t2", "d1t10"));
  CHECK_FALSE(naturally_before("d1t10", "d1t2"));
  CHECK(naturally_before("D1T2", "d1t10"));
  CHECK(naturally_before("d1t09", "d2t01"));
  CHECK_FALSE(naturally_before("t01", "t1"));
  CHECK_FALSE(naturally_before("t1", "t01"));
  CHECK(naturally_before("", "a"));
}
