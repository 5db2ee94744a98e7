#include "fake_archive/catalogue.hpp"

#include "fake_archive/digests.hpp"
#include "fake_archive/golden.hpp"
#include "fake_archive/gzip.hpp"
#include "fake_archive/metadata.hpp"
#include "fake_archive/pressing.hpp"
#include "support/scratch_folder.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>

using namespace tapedeck;
using namespace tapedeck::fake_archive;

namespace {

const Catalogue& own() {
  static const auto catalogue = [] {
    auto opened = Catalogue::open(FAKE_ARCHIVE_CATALOGUE);
    REQUIRE_MESSAGE(opened.has_value(), opened.error().message);
    return std::move(*opened);
  }();
  return catalogue;
}

const Item& item(std::string_view identifier) {
  const auto* const found = own().find(identifier);
  REQUIRE_MESSAGE(found != nullptr, identifier);
  return *found;
}

std::vector<std::string> recordings_of(std::string_view date) {
  std::vector<std::string> names;
  for (const auto& document : own().documents()) {
    if (text_of(document, "date").starts_with(date) && text_of(document, "mediatype") == "etree")
      names.push_back(text_of(document, "identifier"));
  }
  return names;
}

/// The item without its tracks, those files that begin with `tracks`, but for those of `track`.
Item one_track(std::string_view identifier, std::string_view tracks, std::string_view track) {
  auto shorter = item(identifier);
  const auto of_another = [&](const boost::json::value& file) {
    const auto name = text_of(file.as_object(), "name");
    return name.starts_with(tracks) && !name.starts_with(track);
  };
  auto& files = shorter.files;
  files.erase(std::remove_if(files.begin(), files.end(), of_another), files.end());
  return shorter;
}

/// One item of one short shn track, pressed once for all who look at it.
const PressedItem& dunmore() {
  static const auto pressed = press(
      one_track("saltpepper1996-09-15.dat.marsh.960102.shnf", "sp96-", "sp96-09-15d1t01."), 0);
  return pressed;
}

const boost::json::object& entry(const PressedItem& pressed, std::string_view name) {
  for (const auto& file : pressed.answer.at("files").as_array()) {
    if (text_of(file.as_object(), "name") == name) return file.as_object();
  }
  FAIL("no such file: " << name);
  return pressed.answer;
}

}  // namespace

TEST_CASE("the night of 8 May 1977 has many recordings of many kinds") {
  CHECK(recordings_of("1977-05-08").size() >= 11);
  CHECK(is_stream_only(item("gd1977-05-08.sbd.harbor.990101.flac16")));
  CHECK_FALSE(is_stream_only(item("gd1977-05-08.aud.moss.990103.flac16")));
}

TEST_CASE("two shows of one night are two items of one date") {
  CHECK(recordings_of("2019-10-31").size() == 3);
  CHECK(recordings_of("1970-02-13").size() == 2);
}

TEST_CASE("search and items disagree, as at the Archive") {
  const auto listed = [](std::string_view identifier) {
    return std::ranges::any_of(own().documents(), [&](const boost::json::object& document) {
      return text_of(document, "identifier") == identifier;
    });
  };
  CHECK(listed("gd1977-05-08.sbd.lost.990113.flac16"));
  CHECK(own().find("gd1977-05-08.sbd.lost.990113.flac16") == nullptr);
  CHECK_FALSE(listed("gd1977-05-08.aud.fresh.990114.flac16"));
  CHECK(own().find("gd1977-05-08.aud.fresh.990114.flac16") != nullptr);
  CHECK(item("gd1977-05-08.sbd.gone.990112.flac16").dark);
}

TEST_CASE("a tour gives enough recordings to page through") {
  std::set<std::string> seen;
  for (const auto& [identifier, tour_item] : own().items()) {
    if (identifier.starts_with("nightferry")) seen.insert(identifier);
  }
  CHECK(seen.size() == 240);
}

TEST_CASE("what the metadata says of a file is true of its bytes") {
  const auto& pressed = dunmore();
  std::uint64_t size = 0;
  for (const auto& file : pressed.answer.at("files").as_array()) {
    const auto& object = file.as_object();
    const auto name = text_of(object, "name");
    CAPTURE(name);
    const auto* const made = pressed.find(name);
    REQUIRE(made != nullptr);
    if (name.ends_with("_files.xml")) {
      CHECK_FALSE(object.contains("size"));
      CHECK(text_of(object, "md5") != md5_of(*made->bytes));
      continue;
    }
    const Digests said{text_of(object, "md5"), text_of(object, "sha1"), text_of(object, "crc32")};
    CHECK(said == digests_of(*made->bytes));
    CHECK(text_of(object, "size") == std::to_string(made->bytes->size()));
    CHECK(text_of(object, "mtime") == std::to_string(made->modified));
    size += made->bytes->size();
  }
  CHECK(pressed.answer.at("item_size").to_number<std::uint64_t>() == size);
}

TEST_CASE("an item is pressed the same each time, another revision is another item") {
  const auto& night = item("minaostrom2014-03-01.twins.970902.flac16");
  const auto first = press(night, 0);
  CHECK(boost::json::serialize(first.answer) == boost::json::serialize(press(night, 0).answer));
  const auto replaced = press(night, 1);
  const auto* const name = "Vals.flac";
  CHECK(*first.find(name)->bytes != *replaced.find(name)->bytes);
  CHECK(first.find(name)->modified < replaced.find(name)->modified);
}

TEST_CASE("a stream-only item hides its originals and shows its MP3s") {
  const auto pressed =
      press(one_track("gd1977-05-07.sbd.harbor.990121.flac16", "gd77", "gd77-05-07d1t01."), 0);
  CHECK(pressed.find("gd77-05-07d1t01.flac")->is_private);
  CHECK_FALSE(pressed.find("gd77-05-07d1t01.mp3")->is_private);
  CHECK(text_of(entry(pressed, "gd77-05-07d1t01.flac"), "private") == "true");
}

TEST_CASE("the papers of an item hold the sums of its files") {
  const auto pressed = press(item("minaostrom2014-03-01.twins.970902.flac16"), 0);
  const auto sums = *pressed.find("minaostrom2014-03-01.twins.970902.flac16.md5")->bytes;
  CHECK(sums.contains(text_of(entry(pressed, "Vals.flac"), "md5") + " *Vals.flac"));
  CHECK(sums.contains(text_of(entry(pressed, "vals.flac"), "md5") + " *vals.flac"));
}

TEST_CASE("the length of a Shorten file is wrong, that of its MP3 right") {
  const auto& pressed = dunmore();
  const auto shn = std::stod(text_of(entry(pressed, "sp96-09-15d1t01.shn"), "length"));
  const auto ogg = std::stod(text_of(entry(pressed, "sp96-09-15d1t01.ogg"), "length"));
  CHECK(shn < ogg * 0.85);
  CHECK(text_of(entry(pressed, "sp96-09-15d1t01.mp3"), "length").contains(':'));
}

TEST_CASE("values drift as they do at the Archive") {
  CHECK(item("gd1977-05-08.990107.aud.unknown.flac16").metadata.at("taper").is_object());
  CHECK(item("gd77-05-08.aud.vale.mp3").metadata.at("creator").is_array());
  CHECK(item("copperlantern2012-06-15.two-nights.980107.flac16").metadata.at("date").is_array());
  CHECK(text_of(item("copperlantern2003-07-xx.aud.unknown.980104.flac16").metadata, "date") ==
        "2003-07-00");
  const auto& mp3_only = item("SaltPepper_Live_1999");
  CHECK_FALSE(mp3_only.metadata.contains("venue"));
}

TEST_CASE("hostile file names are in the catalogue as they are") {
  std::set<std::string> names;
  for (const auto& file : item("minaostrom2014-03-01.hostile-names.970901.flac16").files)
    names.insert(text_of(file.as_object(), "name"));
  for (const auto* const name :
       {"01 Östersjön.flac", "02 100% Regn.mp3", "03 Vad #2 heter?.flac",
        "04 Hon sa \"hej\" & gick.flac", "Set 2/10 Bränd.flac", "../../escape.flac",
        "/etc/absolute.mp3", "info & sums (final #2).txt"}) {
    CAPTURE(name);
    CHECK(names.contains(name));
  }
}

TEST_CASE("a part of an item's metadata is read by its path") {
  const auto& pressed = dunmore();
  const auto result = [&pressed](std::string_view path, const Parameters& parameters = {}) {
    return boost::json::parse(part_of_metadata(pressed.answer, path, parameters)).as_object();
  };
  CHECK(result("metadata/venue").at("result") == "Capitol Theatre");
  CHECK(result("metadata/collection/1").at("result") == "etree");
  CHECK(result("files_count").at("result") == pressed.answer.at("files_count"));
  CHECK(result("files", {{"start", "1"}, {"count", "2"}}).at("result").as_array().size() == 2);
  CHECK(result("files/999").contains("error"));
  CHECK(result("reviews").contains("error"));
}

TEST_CASE("dates come into the index as moments") {
  CHECK(index_date("1977-05-08") == "1977-05-08T00:00:00Z");
  CHECK(index_date("2009-02-24 14:57:02") == "2009-02-24T14:57:02Z");
  CHECK(index_date("1966-11-00") == "1966-11-01T00:00:00Z");
  CHECK(index_date("1999") == "1999-01-01T00:00:00Z");
  CHECK(index_date("some night") == "some night");
}

TEST_CASE("a folder of recorded items is a catalogue, with or without its search documents") {
  const test::ScratchFolder folder;
  std::filesystem::create_directory(folder.path() / "items");
  std::filesystem::create_directory(folder.path() / "band");
  const auto write = [&folder](const std::string& name, std::string_view text) {
    std::ofstream(folder.path() / name) << text;
  };
  write("items/a1.json", R"({"created": 5, "server": "ia1", "item_size": 9, "files_count": 1,
    "metadata": {"identifier": "a1", "date": "1977-05-08", "year": "1977"},
    "files": [{"name": "t1.flac", "source": "original", "format": "Flac", "length": "300.5",
               "size": "9", "md5": "0", "mtime": "1700000000"}]})");
  write("items/a2.json", R"({"metadata": {"identifier": "a2"}, "files": []})");
  write("band/search-docs.jsonl.gz", gzip("{\"identifier\": \"a1\"}\n{\"identifier\": \"a3\"}\n"));
  const auto opened = Catalogue::open_recorded(folder.path());
  REQUIRE(opened);
  CHECK(opened->documents().size() == 3);
  CHECK(opened->find("a3") == nullptr);
  const auto pressed = press(*opened->find("a1"), 0);
  CHECK(text_of(entry(pressed, "t1.flac"), "mtime") == "1700000000");
  CHECK(text_of(entry(pressed, "t1.flac"), "size") ==
        std::to_string(pressed.find("t1.flac")->bytes->size()));
  CHECK(pressed.answer.at("server") == "ia1");

  write("items/broken.json", "[1, 2");
  const auto refused = Catalogue::open_recorded(folder.path());
  REQUIRE_FALSE(refused);
  CHECK(refused.error().message.contains("broken.json"));
}

TEST_CASE("a bomb is small and unpacks to all its spaces") {
  const test::ScratchFolder folder;
  const auto bomb = gzip_of_spaces(3);
  CHECK(bomb.size() < 10'000);
  std::ofstream(folder.path() / "bomb.gz") << bomb;
  const auto unpacked = read_file(folder.path() / "bomb.gz");
  REQUIRE(unpacked);
  CHECK(*unpacked == std::string(3 << 20, ' '));
}

TEST_CASE("recorded answers are given back byte for byte") {
  const test::ScratchFolder folder;
  const std::string metadata = "{\n \"metadata\": {\"identifier\": \"a1\"}\n}\n";
  const std::string search = R"({"responseHeader": {"params": {"qin": "creator:x"}} })";
  std::ofstream(folder.path() / "metadata-of-one.json") << metadata;
  std::ofstream(folder.path() / "advancedsearch-x.json") << search;
  std::ofstream(folder.path() / "notes.txt") << "not an answer";
  const auto golden = Golden::open(folder.path());
  REQUIRE(golden);
  CHECK(*golden->metadata("a1") == metadata);
  CHECK(golden->metadata("a2") == nullptr);
  CHECK(*golden->search({{"q", "creator:x"}}) == search);
  CHECK(golden->search({{"q", "creator:y"}}) == nullptr);
  CHECK(golden->scrape() == nullptr);
  CHECK_FALSE(Golden::open(folder.path() / "nothing"));
}

TEST_CASE("a folder that holds no catalogue is refused by name") {
  const auto nothing = Catalogue::open("/nonexistent");
  REQUIRE_FALSE(nothing);
  CHECK(nothing.error().message.contains("/nonexistent"));
  CHECK_FALSE(Catalogue::open_recorded("/nonexistent"));
}
