#include "music/source_kind.hpp"

#include <doctest/doctest.h>

#include <array>

using namespace tapedeck;
using namespace tapedeck::music;

TEST_CASE("the kind of source is read from the words tapers use") {
  struct Case {
    std::string_view why, source, lineage, title, item;
    SourceKind expected;
  };
  using enum SourceKind;
  // clang-format off
  constexpr auto cases = std::to_array<Case>({
      {"a desk feed",                   "SBD > Reel > DAT",            "",               "", "gd1977-05-08.x",       soundboard},
      {"microphones in the room",       "Schoeps (FOB) > V3",          "",               "", "ph1997-11-17",         audience},
      {"only the microphones' maker",   "Nak300 > D5M",                "",               "", "gd1984-10-17.x",       audience},
      {"a matrix names both",           "Matrix: SBD + AUD",           "",               "", "moe2001-02-02",        matrix},
      {"then the identifier",           "",                            "",               "", "gd77.sbd.hicks",       soundboard},
      {"the identifier before the lineage", "",                        "SBD > DAT",      "", "gd77.aud.x",           audience},
      {"then the lineage decides",      "",                            "pre-FM > FLAC",  "", "wsp1990-01-01",        broadcast},
      {"then the title",                "",                            "",               "Live at X (soundboard)", "abc1999-09-09", soundboard},
      {"a broadcast of a desk feed",    "SBD > FM > cassette",         "",               "", "abc1999-09-09",        broadcast},
      {"behind the desk is a place",    "Sony behind soundboard",      "",               "", "abc1999-09-09",        unknown},
      {"where the microphones stood",   "AKG C414, front of the SBD",  "",               "", "abc1999-09-09",        audience},
      {"where they were mounted",       "Senn 441 set up on the soundboard", "",        "", "abc1999-09-09",        audience},
      {"a patch is no source",          "AUD patched with SBD",        "",               "", "abc1999-09-09",        audience},
      {"nor the other way round",       "SBD, AUD patches",            "",               "", "abc1999-09-09",        soundboard},
      {"the old spelling",              "Soundboard",                  "",               "", "gd68-01-23.x",         soundboard},
      {"the identifier's own words",    "",                            "",               "", "gd1977-05-08.111493.mtx.seamons.sbeok.flac16", matrix},
      {"no clue inside a word",         "thanks, fmradio",             "",               "", "abc1999-09-09",        unknown},
      {"nothing said anywhere",         "",                            "",               "", "abc1999-09-09",        unknown},
  });
  // clang-format on
  for (const auto& c : cases) {
    CAPTURE(c.why);
    const auto item = ItemIdentifier::parse(c.item).value();
    CHECK(classify_source({c.source, c.lineage, c.title}, item).kind == c.expected);
  }
}

TEST_CASE("it is said which word told the kind of source, and where it stands") {
  const auto item = ItemIdentifier::parse("gd77.sbd.hicks").value();
  const auto in_source = classify_source({"Schoeps (FOB) > V3", "", ""}, item);
  CHECK(in_source.field == SourceField::source);
  CHECK(in_source.word == "schoeps");
  const auto in_identifier = classify_source({}, item);
  CHECK(in_identifier.field == SourceField::identifier);
  CHECK(in_identifier.word == "sbd");
  const auto nowhere = classify_source({}, ItemIdentifier::parse("abc1999-09-09").value());
  CHECK(nowhere.field == SourceField::none);
  CHECK(nowhere.word.empty());
}
