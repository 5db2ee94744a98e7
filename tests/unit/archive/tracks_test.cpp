#include "archive/mend.hpp"
#include "archive/sound_format.hpp"
#include "archive/track_sets.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace tapedeck;
using namespace tapedeck::archive;
using namespace std::chrono_literals;

namespace {

File upload(std::string_view name, std::string_view format, std::string_view title = "",
            std::string_view track = "") {
  File file{.name = *FileName::parse(name), .format = std::string(format), .bytes = 1'000};
  file.origin = Origin::original;
  file.title = title;
  file.track = track;
  return file;
}

File made(std::string_view name, std::string_view format, std::string_view original,
          std::string_view title = "") {
  auto file = upload(name, format, title);
  file.origin = Origin::derivative;
  file.made_from.push_back(*FileName::parse(original));
  file.length = 300s;
  return file;
}

Item item_of(std::vector<File> files) {
  Item item{*ItemIdentifier::parse("dcb1977-05-08.sbd")};
  item.files = std::move(files);
  return item;
}

/// "Bertha, Deal>": the tracks in order, with their segues.
std::string titles(const std::vector<Track>& tracks) {
  std::string text;
  for (const auto& track : tracks) {
    if (!text.empty()) text += ", ";
    text += track.title;
    if (track.segues) text += '>';
  }
  return text;
}

/// "1: 3; E1: 1", the sets and how many tracks they have.
std::string summary(const std::vector<TrackSet>& sets) {
  std::string text;
  for (const auto& set : sets) {
    if (!text.empty()) text += "; ";
    if (set.name.kind == music::SetKind::encore) text += 'E';
    text += std::to_string(set.name.number) + ": " + std::to_string(set.count);
  }
  return text;
}

std::vector<Track> songs(std::initializer_list<std::string_view> titles) {
  std::vector<Track> tracks;
  for (const auto title : titles) {
    tracks.emplace_back();
    tracks.back().title = title;
  }
  return tracks;
}

constexpr std::string_view description =
    "Set 1\nBertha, Deal, Sugaree\nSet 2\nScarlet Begonias > Fire On The Mountain\nE: Ripple";

}  // namespace

TEST_CASE("a song is one track, in however many files it is") {
  auto item = item_of(
      {upload("d1t01.flac", "Flac", "Bertha"), made("d1t01.mp3", "VBR MP3", "d1t01.flac"),
       made("d1t01.ogg", "Ogg Vorbis", "d1t01.flac"), upload("d1t02.flac", "Flac", "Deal ->"),
       made("d1t02_vbr.mp3", "VBR MP3", "d1t02.flac"), made("d1t02.png", "PNG", "d1t02.flac")});
  const auto tracks = tracks_of(item);
  REQUIRE(titles(tracks) == "Bertha, Deal>");
  CHECK(tracks[0].renditions == std::vector<std::size_t>{0, 1, 2});
  CHECK(tracks[1].renditions == std::vector<std::size_t>{3, 4});
  CHECK(tracks[0].length == 300s);
  CHECK(tracks[0].place.disc == 1U);
}

TEST_CASE("a show uploaded in two formats is played once, the better first") {
  auto item = item_of({upload("d1t01.mp3", "VBR MP3"), upload("d1t01.flac", "Flac", "Bertha"),
                       upload("d1t02.flac", "Flac", "Deal"), upload("d1t02.mp3", "VBR MP3")});
  const auto tracks = tracks_of(item);
  REQUIRE(titles(tracks) == "Bertha, Deal");
  CHECK(tracks[0].renditions == std::vector<std::size_t>{1, 0});
}

TEST_CASE("what was made from an upload that is gone is still a track") {
  auto item = item_of({made("d1t01.mp3", "VBR MP3", "d1t01.shn", "Bertha"),
                       made("d1t01.ogg", "Ogg Vorbis", "d1t01.shn")});
  const auto tracks = tracks_of(item);
  REQUIRE(titles(tracks) == "Bertha");
  CHECK(tracks[0].renditions.size() == 2);
}

TEST_CASE("all that was made of an upload that is gone is one track with its other format") {
  auto item = item_of({made("d1t01.ogg", "Ogg Vorbis", "d1t01_vbr.mp3"),
                       made("d1t01_vbr.mp3", "VBR MP3", "shn/d1t01.shn", "Bertha"),
                       upload("flac/d1t01.flac", "Flac", "Bertha")});
  mend(item);
  CHECK(item.files[0].title == "Bertha");
  const auto tracks = tracks_of(item);
  REQUIRE(titles(tracks) == "Bertha");
  CHECK(tracks[0].renditions == std::vector<std::size_t>{2, 0, 1});
}

TEST_CASE("tracks are in the order in which their names count") {
  auto item =
      item_of({upload("d2t01.flac", "Flac", "Three", "1"), upload("d1t10.flac", "Flac", "Two", "2"),
               upload("d1t9.flac", "Flac", "One", "1")});
  CHECK(titles(tracks_of(item)) == "One, Two, Three");
  CHECK(item.repaired.count(Repair::order_from_numbers) == 0);
}

TEST_CASE("names that do not count leave the order to the numbers") {
  auto item = item_of({upload("Bertha.flac", "Flac", "Bertha", "03"),
                       upload("Deal.flac", "Flac", "Deal", "1/3"),
                       upload("Sugaree.flac", "Flac", "Sugaree", "2")});
  CHECK(titles(tracks_of(item)) == "Deal, Sugaree, Bertha");
  CHECK(item.repaired.count(Repair::order_from_numbers) == 1);
}

TEST_CASE("names of one series count together, however the date is written") {
  auto item = item_of({upload("gd740626d1t01.shn", "Shorten", "One"),
                       upload("gd74-06-26d2t01.shn", "Shorten", "Three"),
                       upload("gd1974-06-26d1t02.shn", "Shorten", "Two")});
  CHECK(titles(tracks_of(item)) == "One, Two, Three");
}

TEST_CASE("names of several series leave the order to the numbers") {
  auto item = item_of({upload("gd68-8-23_fillerd1t01.shn", "Shorten", "Filler", "3"),
                       upload("gd68-8-23d1t08.shn", "Shorten", "One", "1"),
                       upload("gd68-8-23d2t1.shn", "Shorten", "Two", "2")});
  CHECK(titles(tracks_of(item)) == "One, Two, Filler");
  auto unnumbered = item_of({upload("gd710417Id1t01.shn", "Shorten", "One"),
                             upload("gd710417d2t01.shn", "Shorten", "Two")});
  CHECK(titles(tracks_of(unnumbered)) == "One, Two");
}

TEST_CASE("two shows of one day are played one after the other") {
  auto item = item_of({upload("gd1970-05-15early_d1t01.flac", "Flac", "Casey Jones"),
                       upload("gd1970-05-15early_d1t02.flac", "Flac", "Easy Wind"),
                       upload("gd1970-05-15late_d1t01.flac", "Flac", "China Cat Sunflower"),
                       upload("gd1970-05-15late_d1t02.flac", "Flac", "I Know You Rider"),
                       upload("gd1970-05-15late_d1t03.flac", "Flac", "Cumberland Blues")});
  CHECK(titles(tracks_of(item)) ==
        "Casey Jones, Easy Wind, China Cat Sunflower, I Know You Rider, Cumberland Blues");
}

TEST_CASE("filler of another night comes behind the concert") {
  auto item = item_of({upload("gd1977-05-07d2t01.flac", "Flac", "Terrapin Station"),
                       upload("gd1977-05-08d1t01.flac", "Flac", "New Minglewood Blues"),
                       upload("gd1977-05-08d2t01.flac", "Flac", "Scarlet Begonias"),
                       upload("gd1977-05-08d3t01.flac", "Flac", "Morning Dew")});
  CHECK(titles(tracks_of(item)) ==
        "New Minglewood Blues, Scarlet Begonias, Morning Dew, Terrapin Station");
}

TEST_CASE("a name that says nothing of its place comes behind those that do") {
  auto unplaced = item_of({upload("GD88-09-14d1t01.shn", "Shorten", "Let The Good Times Roll"),
                           upload("GD88-09-14d2t01.shn", "Shorten", "Box Of Rain"),
                           upload("gd88-09-14encore.shn", "Shorten", "Black Muddy River")});
  CHECK(titles(tracks_of(unplaced)) == "Let The Good Times Roll, Box Of Rain, Black Muddy River");
  auto without_disc = item_of({upload("gd1972-05-26d1t01.flac", "Flac", "Promised Land"),
                               upload("gd1972-05-26d2t01.flac", "Flac", "Truckin'"),
                               upload("gd1972-05-26t01.flac", "Flac", "Soundcheck")});
  CHECK(titles(tracks_of(without_disc)) == "Promised Land, Truckin', Soundcheck");
}

TEST_CASE("names that count discs from the second have the first before it") {
  auto item = item_of({upload("gd94-09-2801.shn", "Shorten", "Bertha"),
                       upload("gd94-09-2802.shn", "Shorten", "El Paso"),
                       upload("gd94-09-28d2t01.shn", "Shorten", "Victim Or The Crime")});
  const auto tracks = tracks_of(item);
  REQUIRE(titles(tracks) == "Bertha, El Paso, Victim Or The Crime");
  CHECK(tracks.front().place.disc == 1U);
}

TEST_CASE("numbers that restart count within their folder or disc") {
  auto folders = item_of({upload("CD1/Bertha.mp3", "VBR MP3", "Bertha", "2"),
                          upload("CD1/Deal.mp3", "VBR MP3", "Deal", "1"),
                          upload("CD2/Althea.mp3", "VBR MP3", "Althea", "1")});
  CHECK(titles(tracks_of(folders)) == "Deal, Bertha, Althea");
  CHECK(folders.repaired.count(Repair::order_from_numbers) == 1);
  auto discs = item_of({upload("d1-Bertha.mp3", "VBR MP3", "Bertha", "2"),
                        upload("d1-Deal.mp3", "VBR MP3", "Deal", "1"),
                        upload("d2-Althea.mp3", "VBR MP3", "Althea", "1")});
  CHECK(titles(tracks_of(discs)) == "Deal, Bertha, Althea");
  auto days = item_of({upload("1977-05-08Bertha.mp3", "VBR MP3", "Bertha", "2"),
                       upload("1977-05-08Jack Straw.mp3", "VBR MP3", "Jack Straw", "1")});
  CHECK(titles(tracks_of(days)) == "Jack Straw, Bertha");
}

TEST_CASE("a slip in one name is no reason to disbelieve the others") {
  std::vector<File> files;
  for (unsigned set : {1U, 2U}) {
    for (unsigned track = 0; track < 9; ++track) {
      const auto number = std::to_string(track + 1);
      // The field has the second set before the first.
      files.push_back(upload("s" + std::to_string(set) + "t0" + number + ".flac", "Flac", "",
                             std::to_string(100 - set * 20 + track)));
    }
  }
  files.push_back(upload("s2t09 Deal.flac", "Flac", "Deal", "3"));
  auto item = item_of(std::move(files));
  const auto tracks = tracks_of(item);
  REQUIRE(tracks.size() == 19);
  CHECK(tracks.front().title == "s1t01");
  CHECK(tracks.back().title == "s2t09");
  CHECK(tracks[17].title == "Deal");
}

TEST_CASE("an encore comes behind the sets") {
  auto item = item_of({upload("gd77-05-08e1t01.flac", "Flac", "Encore"),
                       upload("gd77-05-08s1t01.flac", "Flac", "One"),
                       upload("gd77-05-08s2t01.flac", "Flac", "Two")});
  const auto tracks = tracks_of(item);
  CHECK(titles(tracks) == "One, Two, Encore");
  CHECK(summary(sets_of(tracks, "")) == "1: 1; 2: 1; E1: 1");
}

TEST_CASE("numbers that repeat are not believed") {
  auto item = item_of(
      {upload("Deal.flac", "Flac", "Deal", "1"), upload("Bertha.flac", "Flac", "Bertha", "1")});
  CHECK(titles(tracks_of(item)) == "Bertha, Deal");
}

TEST_CASE("what the Archive takes for sound and is none is no track") {
  auto item =
      item_of({upload("d1t01.flac", "Flac", "Bertha"), upload("cover.bmp", "Shorten"),
               made("cover_vbr.mp3", "VBR MP3", "cover.bmp"), upload("labels.jwl", "128Kbps MP3"),
               upload("extras/interview.mp3", "VBR MP3", "Interview"),
               upload("sound_samples_gd79/sample_1.flac", "Flac", "Tuning"),
               upload("d1t01.ffp", "Flac FingerPrint")});
  CHECK(titles(tracks_of(item)) == "Bertha");
  CHECK(item.repaired.count(Repair::not_sound) == 3);
  CHECK(item.repaired.places(Repair::extra) ==
        std::vector<std::string>{"/files/extras/interview.mp3/name",
                                 "/files/sound_samples_gd79/sample_1.flac/name"});
}

TEST_CASE("a band or a song that is called as extras are is played") {
  auto folder =
      item_of({upload("Extra Golden 2007-10-12/01 Ilando Gima.flac", "Flac", "Ilando Gima"),
               upload("Soundcheck.flac", "Flac", "Soundcheck")});
  CHECK(tracks_of(folder).size() == 2);
  auto band = item_of({upload("The Samples/01 Feel Us Shaking.flac", "Flac", "Feel Us Shaking"),
                       upload("The Samples/02 Taking Us Home.flac", "Flac", "Taking Us Home"),
                       upload("label.mp3", "128Kbps MP3")});
  band.files[2].is_silent = true;
  CHECK(titles(tracks_of(band)) == "Feel Us Shaking, Taking Us Home");
  CHECK(band.repaired.count(Repair::extra) == 0);
  CHECK(band.repaired.places(Repair::not_sound) ==
        std::vector<std::string>{"/files/label.mp3/length"});
}

TEST_CASE("what the Archive found no sound in is no track") {
  auto item = item_of({upload("d1t01.mp3", "128Kbps MP3", "Bertha"),
                       upload("label.mp3", "128Kbps MP3"), upload("d1t02.shn", "Shorten", "Deal")});
  item.files[1].is_silent = true;
  item.files[2].is_silent = true;
  mend(item);  // what Shorten says of its length is never believed
  CHECK(titles(tracks_of(item)) == "Bertha, Deal");
}

TEST_CASE("an upload in several formats is listed once, whatever tells them apart") {
  auto item =
      item_of({upload("flac/01 Bertha.flac", "Flac", "Bertha"),
               upload("mp3/01 Bertha.mp3", "VBR MP3", "Bertha"),
               upload("t1.24.flac", "24bit Flac", "Deal"), upload("t1.flac", "Flac", "Deal")});
  CHECK(tracks_of(item).size() == 2);
}

TEST_CASE("an upload that sound was made from is sound under any word") {
  auto item = item_of({upload("d1t01.shn", "MPEG1", "Bertha"),
                       made("d1t01.mp3", "VBR MP3", "d1t01.shn"), upload("film.mpeg", "MPEG1")});
  mend(item);
  CHECK(item.files[0].format == "Shorten");
  CHECK(item.repaired.places(Repair::format_from_name) ==
        std::vector<std::string>{"/files/d1t01.shn/format"});
  const auto tracks = tracks_of(item);
  REQUIRE(tracks.size() == 1);
  CHECK(tracks[0].renditions == std::vector<std::size_t>{0, 1});
}

TEST_CASE("a suffix that several formats have corrects none") {
  auto item = item_of({upload("01 Lovelight.m4a", "MPEG-4 Audio", "Lovelight"),
                       made("01 Lovelight.mp3", "VBR MP3", "01 Lovelight.m4a"),
                       upload("02 Dark Star.opus", "Ogg Audio", "Dark Star"),
                       made("02 Dark Star.mp3", "VBR MP3", "02 Dark Star.opus")});
  mend(item);
  CHECK(item.files[0].format == "MPEG-4 Audio");
  CHECK(item.files[2].format == "Ogg Audio");
  CHECK(item.repaired.count(Repair::format_from_name) == 0);
  CHECK(titles(tracks_of(item)) == "Lovelight, Dark Star");
}

TEST_CASE("titles that all begin with their numbers are read without them") {
  auto item = item_of({upload("t09.flac", "Flac", "09 Deal", "9"),
                       upload("t10.flac", "Flac", "10 Bertha", "10"),
                       upload("t11.flac", "Flac", "11-Sugaree", "11")});
  CHECK(titles(tracks_of(item)) == "Deal, Bertha, Sugaree");
  auto named = item_of({upload("t15.flac", "Flac", "Deal", "15"),
                        upload("t16.flac", "Flac", "16 Tons", "16"),
                        upload("t17.flac", "Flac", "Sugaree", "17")});
  CHECK(titles(tracks_of(named)) == "Deal, 16 Tons, Sugaree");
}

TEST_CASE("a track without a title has that of its name, or its name") {
  auto item = item_of({upload("gd77-05-01 s1t01 El Paso.flac", "Flac"),
                       upload("gd77-05-01 s1t02.flac", "Flac", "unknown")});
  CHECK(titles(tracks_of(item)) == "El Paso, gd77-05-01 s1t02");
  CHECK(item.repaired.count(Repair::title_from_name) == 1);
}

TEST_CASE("a title that begins with a segue mark tells of the track before") {
  auto item = item_of({upload("t01.flac", "Flac", "Drums"), upload("t02.flac", "Flac", "> Space")});
  CHECK(titles(tracks_of(item)) == "Drums>, Space");
}

TEST_CASE("an item that was made from itself is read to an end") {
  auto item = item_of({made("a.mp3", "VBR MP3", "b.mp3"), made("b.mp3", "VBR MP3", "a.mp3"),
                       made("c.mp3", "VBR MP3", "c.mp3")});
  CHECK(tracks_of(item).size() == 3);
  auto nothing = item_of({});
  CHECK(tracks_of(nothing).empty());
}

TEST_CASE("a title passes along all that was made of an upload") {
  auto item =
      item_of({made("x.ogg", "Ogg Vorbis", "x_vbr.mp3"), upload("x.shn", "Shorten", "Bertha"),
               made("x_vbr.mp3", "VBR MP3", "x.shn")});
  mend(item);
  CHECK(item.files[0].title == "Bertha");
  CHECK(item.files[2].title == "Bertha");
}

TEST_CASE("a derivative has the title of its original, and Shorten the length of its derivative") {
  auto item =
      item_of({upload("d1t01.shn", "Shorten", "Bertha"), made("d1t01.mp3", "VBR MP3", "d1t01.shn"),
               upload("d1t02.shn", "Shorten", "Deal")});
  item.files[0].length = 180s;
  item.files[2].length = 180s;
  mend(item);
  CHECK(item.files[1].title == "Bertha");
  CHECK(item.files[0].length == 300s);
  CHECK_FALSE(item.files[2].length);
  CHECK(item.repaired.count(Repair::title_inherited) == 1);
  CHECK(item.repaired.count(Repair::length_from_derivative) == 1);
}

TEST_CASE("sets are told by the names of the files") {
  auto tracks = songs({"Bertha", "Deal", "Scarlet Begonias"});
  tracks[0].place.set = 1;
  tracks[1].place.set = 1;
  tracks[2].place.set = 2;
  CHECK(summary(sets_of(tracks, "")) == "1: 2; 2: 1");
  tracks[2].place.set.reset();
  CHECK(summary(sets_of(tracks, "")).empty());
}

TEST_CASE("an encore that names count as a set is called what the setlist calls it") {
  auto tracks =
      songs({"Bertha", "Deal", "Sugaree", "Scarlet Begonias", "Fire On The Mountain", "Ripple"});
  for (std::size_t at = 0; at < tracks.size(); ++at)
    tracks[at].place.set = at < 3 ? 1 : at < 5 ? 2 : 3;
  CHECK(summary(sets_of(tracks, description)) == "1: 3; 2: 2; E1: 1");
}

TEST_CASE("an encore that names count within the last set begins where the setlist has it") {
  auto tracks = songs(
      {"Bertha", "Deal", "Sugaree", "Scarlet Begonias", "Fire On The Mountain", "Crowd", "Ripple"});
  for (std::size_t at = 0; at < tracks.size(); ++at)
    tracks[at].place.set = at < 3 ? 1 : 2;
  CHECK(summary(sets_of(tracks, description)) == "1: 3; 2: 3; E1: 1");
  CHECK(summary(sets_of(tracks, "")) == "1: 3; 2: 4");
  tracks[6].encore = 0;
  CHECK(summary(sets_of(tracks, "")) == "1: 3; 2: 3; E1: 1");
}

TEST_CASE("an encore that only a title tells of is none of the set before it") {
  auto item = item_of({upload("gd1970-05-02t01.flac", "Flac", "Morning Dew"),
                       upload("gd1970-05-02t02.flac", "Flac", "Viola Lee Blues"),
                       upload("gd1970-05-02t03.flac", "Flac", "E: Ripple")});
  const auto tracks = tracks_of(item);
  REQUIRE(titles(tracks) == "Morning Dew, Viola Lee Blues, Ripple");
  CHECK(summary(sets_of(tracks, "")) == "1: 2; E1: 1");
}

TEST_CASE("an encore that filled up the first disc is not all of the second") {
  auto item = item_of({upload("gd1984-10-18d1t07.flac", "Flac", "Hell in a Bucket"),
                       upload("gd1984-10-18d1t08.flac", "Flac", "E: It's All Over Now, Baby Blue"),
                       upload("gd1984-10-18d2t01.flac", "Flac", "Dancin' in the Streets"),
                       upload("gd1984-10-18d2t02.flac", "Flac", "Touch of Grey")});
  CHECK(summary(sets_of(tracks_of(item), "")) == "1: 1; E1: 1; 2: 2");
  auto divided = item_of({upload("gd1985-06-30d2t08.flac", "Flac", "Sugar Magnolia"),
                          upload("gd1985-06-30d2t09.flac", "Flac", "E: Brokedown Palace"),
                          upload("gd1985-06-30d3t01.flac", "Flac", "E: Lodi")});
  CHECK(summary(sets_of(tracks_of(divided), "")) == "1: 1; E1: 2");
}

TEST_CASE("two encores within one set are two") {
  auto tracks = songs({"Scarlet Begonias", "Fire On The Mountain", "Ripple", "Lodi"});
  for (auto& track : tracks)
    track.place.set = 2;
  CHECK(summary(sets_of(tracks,
                        "Set 2\nScarlet Begonias > Fire On The Mountain\n"
                        "Encore 1: Ripple\nEncore 2: Lodi")) == "2: 2; E1: 1; E2: 1");
  tracks[2].encore = 1;
  tracks[3].encore = 2;
  CHECK(summary(sets_of(tracks, "")) == "2: 2; E1: 1; E2: 1");
  tracks[2].encore = tracks[3].encore = 0;
  CHECK(summary(sets_of(tracks, "")) == "2: 2; E1: 2");
}

TEST_CASE("an encore begins with its title where the setlist has only its second song") {
  auto tracks = songs({"Bertha", "Deal", "Sugaree", "Ripple", "Lodi"});
  tracks[3].encore = 0;
  CHECK(summary(sets_of(tracks, "Set 1\nBertha, Deal, Sugaree\nE: Lodi")) == "1: 3; E1: 2");
}

TEST_CASE("applause before the encore's songs goes with them when names make both a set") {
  auto tracks = songs(
      {"Bertha", "Deal", "Sugaree", "Scarlet Begonias", "Fire On The Mountain", "Crowd", "Ripple"});
  for (std::size_t at = 0; at < tracks.size(); ++at)
    tracks[at].place.set = at < 3 ? 1 : at < 5 ? 2 : 3;
  CHECK(summary(sets_of(tracks, description)) == "1: 3; 2: 2; E1: 2");
}

TEST_CASE("sets are told by the headings of the description") {
  const auto tracks = songs({"Tuning", "Bertha", "Deal", "Sugaree", "Crowd", "Scarlet Begonias",
                             "Fire on the Mountain", "Ripple"});
  CHECK(summary(sets_of(tracks, description)) == "1: 5; 2: 2; E1: 1");
}

TEST_CASE("a recording of the second set alone begins in it") {
  const auto tracks = songs({"Scarlet Begonias", "Fire On The Mountain", "Ripple"});
  CHECK(summary(sets_of(tracks, description)) == "2: 2; E1: 1");
}

TEST_CASE("a setlist of another concert tells nothing") {
  const auto tracks = songs({"Dark Star", "St. Stephen", "The Eleven", "Bertha", "Lovelight"});
  CHECK(sets_of(tracks, description).empty());
  CHECK(sets_of(tracks, "").empty());
  CHECK(sets_of({}, description).empty());
}

TEST_CASE("the Archive's word for a format says how it holds sound") {
  CHECK(sound_kind("Flac") == SoundKind::lossless);
  CHECK(sound_kind("24bit Flac") == SoundKind::lossless);
  CHECK(sound_kind("VBR MP3") == SoundKind::lossy);
  CHECK(sound_kind("Flac FingerPrint") == SoundKind::none);
  CHECK(sound_kind("") == SoundKind::none);
}
