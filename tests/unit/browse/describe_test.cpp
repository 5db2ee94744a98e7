#include "browse/core/describe.hpp"

#include "archive/answers.hpp"
#include "browse/core/answer.hpp"
#include "browse/core/directory.hpp"
#include "browse/core/work.hpp"
#include "json/decode.hpp"

#include <doctest/doctest.h>

#include <array>
#include <string>
#include <vector>

using namespace tapedeck;
using namespace tapedeck::browse;

namespace {

ItemIdentifier called(std::string_view name) { return *ItemIdentifier::parse(name); }

archive::SearchHit hit() {
  archive::SearchHit hit{called("dcb1977-05-08.sbd")};
  hit.title = "Live at Barn &amp; Hayloft";
  hit.date = "1977-05-08T00:00:00Z";
  hit.source = "SBD &gt; <b>DAT</b>";
  hit.collections = {"DryCreekBand", "etree", "stream_only"};
  return hit;
}

archive::File file(std::string_view name) {
  archive::File file{.name = *archive::FileName::parse(name), .format = "Flac", .bytes = {}};
  file.bytes = 100;
  return file;
}

messages::ItemDetails item_of(std::initializer_list<std::string_view> names) {
  archive::Item item{called("dcb1977-05-08.sbd")};
  for (const auto name : names)
    item.files.push_back(file(name));
  return details_of(std::move(item));
}

}  // namespace

TEST_CASE("a page of a search says what was asked and how far pages go") {
  struct Case {
    std::string_view why;
    std::uint64_t total;
    std::uint32_t rows, pages;
  };
  const auto cases = std::to_array<Case>({{"nothing", 0, 50, 0},
                                          {"one", 1, 50, 1},
                                          {"a whole page", 50, 50, 1},
                                          {"one more", 51, 50, 2},
                                          {"more than can be reached", 285'000, 50, 200},
                                          {"a page that does not divide it", 285'000, 30, 333}});
  for (const auto& c : cases) {
    CAPTURE(c.why);
    archive::SearchQuery query{.query = archive::recordings(), .page = 1, .rows = c.rows};
    archive::SearchPage page;
    page.total = c.total;
    const auto results = results_of(std::move(page), query);
    CHECK(results.total == c.total);
    CHECK(results.total_pages == c.pages);
    CHECK(results.per_page == c.rows);
  }
}

TEST_CASE("a found item is told in plain words") {
  archive::SearchPage page;
  page.total = 1;
  page.hits.push_back(hit());
  const auto results = results_of(std::move(page), {.query = archive::recordings()});
  REQUIRE(results.results.size() == 1);
  const auto& found = results.results[0];
  CHECK(found.title == "Live at Barn & Hayloft");
  CHECK(found.date == "1977-05-08");
  CHECK(found.source == "SBD > DAT");
  CHECK(found.stream_only);
}

TEST_CASE("a page of a search tells what had to be repaired to read it") {
  archive::SearchPage page;
  page.hits.push_back(hit());
  page.notes.add(archive::Repair::left_out, "/response/docs/3", "identifier");
  const auto results = results_of(std::move(page), {.query = archive::recordings()});
  REQUIRE(results.notes.size() == 1);
  CHECK(results.notes[0].repair == messages::ItemRepair::left_out);
  CHECK(results.notes[0].count == 1);
  CHECK(results.notes[0].places == std::vector<std::string>{"/response/docs/3/identifier"});
}

TEST_CASE("a date of the index that is none stays as it is") {
  for (const auto* const date : {"0000-01-01T00:00:00Z", "1977-13-08T00:00:00Z", "May 8", ""}) {
    CAPTURE(date);
    archive::SearchPage page;
    page.hits.push_back(hit());
    page.hits[0].date = date;
    CHECK(results_of(std::move(page), {.query = archive::recordings()}).results[0].date == date);
  }
}

TEST_CASE("an answer is kept without its cache note and sent with one") {
  const auto item = item_of({"d1t01.flac"});
  const auto answer = make_answer(CacheType::item, body_of(item), Instant{});
  CHECK_FALSE(answer->body.contains("\"cache\""));
  CHECK(json::Document::parse(answer->body));

  messages::CacheNote note;
  note.status = CacheStatus::stale;
  note.age_seconds = std::chrono::seconds{7};
  const auto sent = json::decode<messages::ItemDetails>(text_of(*answer, note));
  REQUIRE(sent);
  CHECK(sent->cache.status == CacheStatus::stale);
  CHECK(sent->cache.age_seconds == std::chrono::seconds{7});
  CHECK(sent->files[0].name == "d1t01.flac");
}

TEST_CASE("another body has another tag, and the same body the same") {
  const auto one = make_answer(CacheType::item, "{\"a\":1}", Instant{});
  const auto other = make_answer(CacheType::item, "{\"a\":2}", Instant{});
  const auto later = make_answer(CacheType::item, "{\"a\":1}", Instant{std::chrono::hours{1}});
  CHECK(one->tag != other->tag);
  CHECK(one->tag == later->tag);
  CHECK(one->tag.starts_with("W/\""));
}

TEST_CASE("every text of an answer counts as work, wherever an uploader put it") {
  const std::string long_text(100'000, '<');
  std::vector<archive::Item> items(14, archive::Item{called("dcb1977-05-08.sbd")});
  items[0].title = items[1].venue = items[2].coverage = items[3].source = long_text;
  items[4].lineage = items[5].taper = items[6].transferer = items[7].notes = long_text;
  items[8].description = items[9].runtime = long_text;
  items[10].creators = items[11].subjects = {long_text};
  items[12].files = {file("a.flac")};
  items[12].files[0].title = long_text;
  items[13].reviews = {{"title", long_text, "somebody", ""}};
  for (std::size_t i = 0; i < items.size(); ++i) {
    CAPTURE(i);
    CHECK(work_of(items[i]) >= 97);
  }

  std::vector<archive::SearchPage> pages(8, archive::SearchPage{.hits = {hit()}});
  pages[0].hits[0].title = pages[1].hits[0].venue = pages[2].hits[0].coverage = long_text;
  pages[3].hits[0].source = pages[4].hits[0].lineage = pages[5].hits[0].taper = long_text;
  pages[6].hits[0].transferer = long_text;
  pages[7].hits[0].creators = {long_text};
  for (std::size_t i = 0; i < pages.size(); ++i) {
    CAPTURE(i);
    CHECK(work_of(pages[i]) >= 97);
  }
}

TEST_CASE("a CRC-32 has its eight digits") {
  archive::Item item{called("dcb1977-05-08.sbd")};
  item.files.push_back(file("a.flac"));
  item.files[0].crc32 = 0xABCU;
  CHECK(details_of(std::move(item)).files[0].crc32 == "00000abc");
}

TEST_CASE("a directory shows folders first, with what is in them") {
  const auto item = item_of({"z.txt", "disc 2/01.flac", "disc 1/01.flac", "disc 1/scans/a.jpg",
                             "disc 1/scans/b.jpg", "a.txt"});
  const auto top = directory_of(item, "");
  REQUIRE(top);
  std::vector<std::string> names;
  for (const auto& entry : top->entries)
    names.push_back(entry.name);
  CHECK(names == std::vector<std::string>{"disc 1", "disc 2", "a.txt", "z.txt"});
  CHECK(top->entries[0].kind == messages::EntryKind::folder);
  CHECK(top->entries[0].files == 3);
  CHECK(top->entries[0].bytes == 300U);
  CHECK(top->entries[2].kind == messages::EntryKind::file);

  const auto disc = directory_of(item, "disc 1");
  REQUIRE(disc);
  CHECK(disc->entries.size() == 2);
  CHECK(disc->entries[0].name == "scans");
  CHECK(disc->entries[0].files == 2);
}

TEST_CASE("a folder that an item does not have is not found") {
  const auto item = item_of({"disc 1/01.flac"});
  for (const auto* const path : {"disc", "disc 2", "disc 1/01.flac", "disc 1/scans"}) {
    CAPTURE(path);
    const auto none = directory_of(item, path);
    REQUIRE_FALSE(none);
    CHECK(none.error().code == Errc::not_found);
  }
  CHECK(directory_of(item_of({}), "")->entries.empty());
}
