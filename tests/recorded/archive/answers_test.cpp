#include "archive/answers.hpp"

#include "support/recorded_data.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <string>

using namespace tapedeck;
using namespace tapedeck::archive;
using namespace tapedeck::test;

namespace {

namespace fs = std::filesystem;

const fs::path fixtures = fs::path(TAPEDECK_SOURCE_DIR) / "tests" / "fixtures" / "archive";

/// What was counted in the recorded files by other means (a script in Python).
struct Tally {
  int items = 0;
  int files = 0;
  int originals = 0;
  int derivatives = 0;
  int sized = 0;
  int with_sha1 = 0;
  int with_md5 = 0;
  int with_crc32 = 0;
  int with_length = 0;
  int made_from_others = 0;
  int withheld = 0;
  int reviews = 0;
  int left_out = 0;

  void add(const Item& item) {
    ++items;
    left_out += static_cast<int>(item.repaired.count(Repair::left_out));
    reviews += static_cast<int>(item.reviews.size());
    for (const auto& file : item.files) {
      ++files;
      originals += file.origin == Origin::original ? 1 : 0;
      derivatives += file.origin == Origin::derivative ? 1 : 0;
      sized += file.bytes ? 1 : 0;
      with_sha1 += file.sha1 ? 1 : 0;
      with_md5 += file.md5 ? 1 : 0;
      with_crc32 += file.crc32 ? 1 : 0;
      with_length += file.length ? 1 : 0;
      made_from_others += file.made_from.empty() ? 0 : 1;
      withheld += file.is_private ? 1 : 0;
    }
  }
};

Result<Item> read_file_as_item(const fs::path& path, const std::string& identifier) {
  auto name = ItemIdentifier::parse(identifier);
  REQUIRE(name);
  return read_item(text_of_file(path), *name);
}

}  // namespace

TEST_CASE("every recorded item is read, with all its files" *
          doctest::skip(recorded_data_may_be_skipped())) {
  Tally tally;
  for (const auto& entry : fs::directory_iterator(recorded_data() / "items")) {
    CAPTURE(entry.path().string());
    const auto item = read_file_as_item(entry.path(), entry.path().stem().string());
    REQUIRE(item);
    CHECK(item->is_in("GratefulDead"));
    CHECK_FALSE(item->date.empty());
    tally.add(*item);
  }
  CHECK(tally.items == 110);

  const auto golden = recorded_data() / "golden";
  for (const auto& [file, identifier] : {
           std::pair{"metadata-gd70-10-23.aud.json", "gd70-10-23.aud.wolfson.15080.sbefail.shnf"},
           std::pair{"metadata-gd1977-04-23.mtx.json", ""},
           std::pair{"metadata-collection-GratefulDead.json", "GratefulDead"},
       }) {
    CAPTURE(file);
    std::string name = identifier;
    if (name.empty()) {
      // The name is said once more in the path of the item's folder.
      const auto text = text_of_file(golden / file);
      const auto at = text.find("/items/") + 7;
      name = text.substr(at, text.find('"', at) - at);
    }
    const auto item = read_file_as_item(golden / file, name);
    REQUIRE(item);
    tally.add(*item);
  }
  CHECK(tally.files == 13'567);
  CHECK(tally.originals == 2'893);
  CHECK(tally.derivatives == 10'395);
  CHECK(tally.sized == 13'454);
  CHECK(tally.with_sha1 == 13'454);
  CHECK(tally.with_md5 == 13'454);
  CHECK(tally.with_crc32 == 13'454);
  CHECK(tally.with_length == 6'324);  // 15 of Shorten files say 0 and are mended
  CHECK(tally.made_from_others == 10'395);
  CHECK(tally.withheld == 2'572);
  CHECK(tally.reviews == 1'051);
  CHECK(tally.left_out == 0);
}

TEST_CASE("every recorded search and scrape is read" *
          doctest::skip(recorded_data_may_be_skipped())) {
  struct Case {
    const char* file;
    std::uint64_t total;
    std::size_t hits;
  };
  for (const auto& c : {Case{"advancedsearch-etree-collections.json", 7'579, 10},
                        Case{"advancedsearch-no-hits.json", 0, 0},
                        Case{"advancedsearch-of-a-revolution.json", 658, 50},
                        Case{"advancedsearch-popular-of-etree.json", 194'937, 3}}) {
    CAPTURE(c.file);
    const auto page = read_search(text_of_file(recorded_data() / "golden" / c.file));
    REQUIRE(page);
    CHECK(page->total == c.total);
    CHECK(page->hits.size() == c.hits);
    CHECK(page->notes.count(Repair::left_out) == 0);
  }
  const auto batch =
      read_scrape(text_of_file(recorded_data() / "golden" / "scrape-first-page.json"));
  REQUIRE(batch);
  CHECK(batch->hits.size() == 100);
  CHECK(batch->total == 100);
  CHECK(batch->cursor == "W3siaWRlbnRpZmllciI6IjE5NjEtTC0wNTkxNCJ9XQ==");
}

TEST_CASE("the recorded answer for a missing item says that there is none" *
          doctest::skip(recorded_data_may_be_skipped())) {
  const auto http = text_of_file(recorded_data() / "golden" / "missing-item-http.txt");
  const auto blank = http.find("\r\n\r\n") != std::string::npos ? http.find("\r\n\r\n") + 4
                                                                : http.find("\n\n") + 2;
  auto body = http.substr(blank);
  const auto item = read_item(std::move(body), *ItemIdentifier::parse("nonexistent-item"));
  REQUIRE_FALSE(item);
  CHECK(item.error().code == Errc::not_found);
}

TEST_CASE("an item with every drift at once is read from its fixture") {
  const auto item =
      read_file_as_item(fixtures / "item.json", "dcb1977-05-08.early.mtx.hollis.flac16");
  REQUIRE(item);
  CHECK(item->creators == std::vector<std::string>{"The Dry Creek Band", "Ada Rowe"});
  CHECK(item->venue == "Barn & Hayloft");
  CHECK(item->year == "1977");
  CHECK(item->taper.empty());
  CHECK(item->collections == std::vector<std::string>{"DryCreekBand", "etree", "stream_only"});
  CHECK(item->is_stream_only());
  CHECK(item->files.size() == 10);
  CHECK(item->repaired.places(Repair::left_out) ==
        std::vector<std::string>{"/metadata/notes", "/files/8/name"});

  const auto* mp3 = item->file("disc 1/01 What's #1 & 100%.mp3");
  REQUIRE(mp3);
  CHECK(mp3->length == std::chrono::milliseconds{333'000});
  CHECK(mp3->crc32 == 0x00ABCDEFU);
  CHECK_FALSE(mp3->is_private);
  const auto* flac = item->file("disc 1/01 What's #1 & 100%.flac");
  REQUIRE(flac);
  CHECK(flac->is_private);
  const auto* list = item->file("dcb1977-05-08.early.mtx.hollis.flac16_files.xml");
  REQUIRE(list);
  CHECK_FALSE(list->md5);
  CHECK_FALSE(list->bytes);
}

TEST_CASE("a search and a scrape are read from their fixtures") {
  const auto page = read_search(text_of_file(fixtures / "search.json"));
  REQUIRE(page);
  CHECK(page->total == 4);
  CHECK(page->hits.size() == 3);
  CHECK(page->notes.places(Repair::left_out) ==
        std::vector<std::string>{"/response/docs/2/identifier"});
  CHECK(page->hits[0].rating == 4.75);
  CHECK(page->hits[1].date == "0000-01-01T00:00:00Z");

  const auto batch = read_scrape(text_of_file(fixtures / "scrape.json"));
  REQUIRE(batch);
  CHECK(batch->given == 2);
  CHECK_FALSE(batch->cursor.empty());

  const auto dark = read_file_as_item(fixtures / "dark.json", "dcb1978-01-01.sbd");
  REQUIRE_FALSE(dark);
  CHECK(dark.error().code == Errc::not_found);
}
