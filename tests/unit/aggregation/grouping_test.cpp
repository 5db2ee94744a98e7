#include "aggregation/core/grouping.hpp"

#include "aggregation/core/concert_id.hpp"
#include "support/tapes.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

using namespace tapedeck;
using namespace tapedeck::aggregation;
using music::DayPart;
using test::Tape;

namespace {

std::vector<Concert> concerts_of(std::vector<Tape> tapes) {
  std::vector<Recording> recordings;
  for (auto& tape : tapes)
    recordings.push_back(read_recording(test::found(std::move(tape))).value());
  return group(std::move(recordings));
}

std::string tapes_in(const Concert& concert) {
  std::string names;
  for (const auto& tape : concert.recordings) {
    if (!names.empty()) names += ' ';
    names += tape.recording.found.identifier.text();
  }
  return names;
}

}  // namespace

TEST_CASE("recordings of one artist and date are one concert") {
  const auto concerts = concerts_of({
      {"gd77-05-08.sbd.hicks"},
      {"gd1977-05-08.aud.vernon", "The Grateful Dead"},
      {"gd1977-05-08.mtx.seamons", "GRATEFUL DEAD", "1977-05-08", "Barton Hall"},
      {"gd77-05-09.sbd.connor", "Grateful Dead", "1977-05-09", "War Memorial", "Buffalo, NY"},
      {"jgb77-05-08.aud", "Jerry Garcia Band", "1977-05-08", "Keystone", "Berkeley, CA"},
  });
  REQUIRE(concerts.size() == 3);
  CHECK(tapes_in(concerts[0]) ==
        "gd1977-05-08.aud.vernon gd1977-05-08.mtx.seamons gd77-05-08.sbd.hicks");
  CHECK(concerts[0].artist == "GRATEFUL DEAD");  // all three once: the first in order
  CHECK(concerts[0].venue == "Barton Hall, Cornell University");
  CHECK(concerts[1].date.text() == "1977-05-09");
  CHECK(concerts[2].artist == "Jerry Garcia Band");
}

TEST_CASE("an early and a late show are two concerts, and a tape of both is of both") {
  const auto concerts = concerts_of({
      {"gd70-02-13.early.sbd.gans", "Grateful Dead", "1970-02-13"},
      {"gd70-02-13.lateshow.mtx", "Grateful Dead", "1970-02-13"},
      {"gd70-02-13.early-late.sbd", "Grateful Dead", "1970-02-13"},
      {"gd70-02-13.sbd.miller", "Grateful Dead", "1970-02-13"},
  });
  REQUIRE(concerts.size() == 2);
  CHECK(concerts[0].day_part == DayPart::early);
  CHECK(tapes_in(concerts[0]) ==
        "gd70-02-13.early-late.sbd gd70-02-13.early.sbd.gans gd70-02-13.sbd.miller");
  CHECK(concerts[1].day_part == DayPart::late);
  CHECK(tapes_in(concerts[1]) ==
        "gd70-02-13.early-late.sbd gd70-02-13.lateshow.mtx gd70-02-13.sbd.miller");
  CHECK(concerts[0].recordings[0].doubt.empty());
  CHECK_FALSE(concerts[0].recordings[2].doubt.empty());
  CHECK(concerts[0].id != concerts[1].id);
}

TEST_CASE("a late show tells that there was an early one") {
  const auto concerts =
      concerts_of({{"gd70-03-20.sbd.late.hamilton", "Grateful Dead", "1970-03-20"},
                   {"gd70-03-20.sbd.yerys", "Grateful Dead", "1970-03-20"}});
  REQUIRE(concerts.size() == 2);
  CHECK(tapes_in(concerts[0]) == "gd70-03-20.sbd.yerys");
  CHECK(tapes_in(concerts[1]) == "gd70-03-20.sbd.late.hamilton gd70-03-20.sbd.yerys");

  const auto only_late = concerts_of({{"gd70-03-20.late.a", "Grateful Dead", "1970-03-20"},
                                      {"gd70-03-20.late.b", "Grateful Dead", "1970-03-20"}});
  CHECK(only_late.size() == 1);
}

TEST_CASE("two venues of one day are two concerts") {
  const auto concerts = concerts_of({
      {"gd78-11-17.sbd.dodd", "Grateful Dead", "1978-11-17", "Rambler Room, Loyola College",
       "Chicago, IL"},
      {"gd78-11-17.aud.lamarre", "Grateful Dead", "1978-11-17", "Rambler Room", "Chicago, IL"},
      {"gd78-11-17.paud.wiley", "Grateful Dead", "1978-11-17", "Uptown Theatre", "Chicago, IL"},
      {"gd78-11-17.sbd.schley", "Grateful Dead", "1978-11-17", "Uptown Theater", "Chicago"},
      {"gd78-11-17.x", "Grateful Dead", "1978-11-17", "Unknown", ""},
  });
  REQUIRE(concerts.size() == 2);
  CHECK(concerts[0].venue == "Rambler Room");
  CHECK(tapes_in(concerts[0]) == "gd78-11-17.aud.lamarre gd78-11-17.sbd.dodd gd78-11-17.x");
  CHECK(tapes_in(concerts[1]) == "gd78-11-17.paud.wiley gd78-11-17.sbd.schley gd78-11-17.x");
  CHECK(concerts[0].recordings.back().doubt == "It does not say at which venue.");
}

TEST_CASE("tapes that only say what sort of place it was do not make one concert of two") {
  const auto concerts = concerts_of({
      {"nf90-04-01.a", "Night Ferry", "1990-04-01", "Wetlands", "New York, NY"},
      {"nf90-04-01.b", "Night Ferry", "1990-04-01", "Tipitina's", "New Orleans, LA"},
      {"nf90-04-01.c", "Night Ferry", "1990-04-01", "Auditorium", ""},
      {"nf90-04-01.d", "Night Ferry", "1990-04-01", "Auditorium", ""},
  });
  REQUIRE(concerts.size() == 2);
  CHECK(concerts[0].id != concerts[1].id);
  CHECK(concerts[0].venue == "Wetlands");
  CHECK(concerts[1].venue == "Tipitina's");
  CHECK(tapes_in(concerts[0]) == "nf90-04-01.a nf90-04-01.c nf90-04-01.d");
}

TEST_CASE("one tape of many that names another city is taken for a slip") {
  const auto concerts = concerts_of({
      {"gd87-03-27.a", "Grateful Dead", "1987-03-27", "Hartford Civic Center", "Hartford, CT"},
      {"gd87-03-27.b", "Grateful Dead", "1987-03-27", "Hartford Civic Center", "Hartford, CT"},
      {"gd87-03-27.c", "Grateful Dead", "1987-03-27", "Hartford Civic Center", "Hartford, CT"},
      {"gd87-03-27.d", "Grateful Dead", "1987-03-27", "Hartford Civic Center", "Hartford, CT"},
      {"gd87-03-27.omni", "Grateful Dead", "1987-03-27", "The Omni", "Atlanta, GA"},
  });
  REQUIRE(concerts.size() == 1);
  CHECK(concerts[0].recordings.back().doubt == "It names another venue: The Omni.");
}

TEST_CASE("unknown parts of a date make a concert of their own") {
  const auto concerts = concerts_of({
      {"gd66-xx-xx.sbd", "Grateful Dead", "1966-00-00"},
      {"gd66-11-xx.sbd", "Grateful Dead", "1966-11-00"},
      {"gd66-11-19.sbd", "Grateful Dead", "1966-11-19"},
  });
  REQUIRE(concerts.size() == 3);
  CHECK(concerts[0].date.text() == "1966-XX-XX");
  CHECK(concerts[1].date.text() == "1966-11-XX");
  CHECK(concerts[2].date.text() == "1966-11-19");
}

TEST_CASE("a date that the identifier contradicts is believed with doubt") {
  const auto concerts = concerts_of({{"gd77-05-09.sbd.typo"}});
  REQUIRE(concerts.size() == 1);
  CHECK(concerts[0].date.text() == "1977-05-08");
  CHECK(concerts[0].recordings[0].doubt == "Its identifier says 1977-05-09.");
}

TEST_CASE("the order in which recordings are found does not matter") {
  std::vector<Tape> tapes{
      {"gd70-02-13.early.sbd.gans", "Grateful Dead", "1970-02-13"},
      {"gd70-02-13.lateshow.mtx", "Grateful Dead", "1970-02-13"},
      {"gd77-05-08.sbd.hicks"},
      {"gd77-05-08.aud", "Grateful Dead", "1977-05-08", "Barton Hall"},
      {"gd77-05-08.sbd.hicks"},
  };
  const auto forwards = concerts_of(tapes);
  std::ranges::reverse(tapes);
  const auto backwards = concerts_of(tapes);
  REQUIRE(forwards.size() == backwards.size());
  for (std::size_t i = 0; i < forwards.size(); ++i) {
    CHECK(forwards[i].id == backwards[i].id);
    CHECK(forwards[i].venue == backwards[i].venue);
    CHECK(tapes_in(forwards[i]) == tapes_in(backwards[i]));
  }
}

TEST_CASE("the id of a concert is the same for ever") {
  const auto date = music::ConcertDate::parse("1977-05-08").value();
  const auto id = [&](std::string_view artist, DayPart part, std::string_view venue) {
    return concert_id({artist, date, part, venue}).text();
  };
  // Links and tables hold these: a change of the spelling of keys would break them.
  CHECK(id("grateful dead", DayPart::unsaid, "") == "3f6ad797-6c7d-844c-8fda-047d8fb12b76");
  CHECK(id("grateful dead", DayPart::early, "") == "bde88114-0bcb-8795-9d5b-4bd2553cad14");
  CHECK(id("grateful dead", DayPart::unsaid, "rambler room") ==
        "a31d2e5a-6e0a-83f0-8257-422d9588dc68");
  CHECK(id("phish", DayPart::unsaid, "") == "e7045b58-6872-849b-8773-065b6a38f825");
}

TEST_CASE("an item without artist or year is no recording of a concert") {
  CHECK_FALSE(read_recording(test::found({"cornell", "Grateful Dead", ""})));
  auto nobody = test::found({"gd77-05-08.x"});
  nobody.creators.clear();
  nobody.title.clear();
  CHECK_FALSE(read_recording(std::move(nobody)));
}

TEST_CASE("of a title, a venue or a source of megabytes the beginning is read and kept") {
  auto endless = test::found({"gd77-05-08.aud"});
  for (auto* const text : {&endless.title, &endless.venue, &endless.source})
    *text = "Barton Hall " + std::string(1'000'000, 'x');
  const auto recording = read_recording(std::move(endless));
  REQUIRE(recording);
  CHECK(recording->found.title == "Barton Hall");
  CHECK(recording->found.venue == "Barton Hall");
  CHECK(recording->found.source == "Barton Hall");
}
