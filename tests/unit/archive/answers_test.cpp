#include "archive/answers.hpp"

#include <doctest/doctest.h>

#include <array>
#include <string>

using namespace tapedeck;
using namespace tapedeck::archive;
using namespace std::chrono_literals;

namespace {

const ItemIdentifier asked_for = *ItemIdentifier::parse("gd1977-05-08.x");

/// An answer about the item, with `about` among its metadata and `rest` beside it.
using Places = std::vector<std::string>;

Result<Item> item_with(const std::string& about, const std::string& rest = R"("files":[])") {
  return read_item(R"({"metadata":{"identifier":"gd1977-05-08.x")" + about + "}," + rest + "}",
                   asked_for);
}

Errc error_of(const Result<Item>& item) { return item ? Errc::internal : item.error().code; }

}  // namespace

TEST_CASE("a text may come in any shape the Archive ever gave it") {
  struct Case {
    std::string_view why, json, text;
  };
  // clang-format off
  const auto cases = std::to_array<Case>({
      {"a text",                    R"("Barton Hall")",         "Barton Hall"},
      {"a list",                    R"(["Barton","Hall"])",     "Barton; Hall"},
      {"a list of one",             R"(["Barton"])",            "Barton"},
      {"a list with holes",         R"([null,"Barton",{},""])", "Barton"},
      {"a number",                  "1977",                     "1977"},
      {"a number as a decimal",     "206.0",                    "206"},
      {"a large number",            "18446744073709551615",     "18446744073709551615"},
      {"a truth value",             "true",                     "true"},
      {"null",                      "null",                     ""},
      {"an emptied XML element",    "{}",                       ""},
      {"an empty list",             "[]",                       ""},
      {"entities stay as they are", R"("A &amp; B <br />")",    "A &amp; B <br />"},
      {"escapes are undone",        R"("caf\u00e9 \"x\"")",     "caf\xc3\xa9 \"x\""},
  });
  // clang-format on
  for (const auto& c : cases) {
    CAPTURE(c.why);
    const auto item = item_with(R"(,"venue":)" + std::string(c.json));
    REQUIRE(item);
    CHECK(item->venue == c.text);
    CHECK(item->repaired.count(Repair::left_out) == 0);
  }
}

TEST_CASE("a field that cannot be read costs that field alone") {
  struct Case {
    std::string_view why, json;
  };
  // clang-format off
  const auto cases = std::to_array<Case>({
      {"Latin-1",                  "\"Caf\xe9\""},
      {"an object",                R"({"a":"b"})"},
      {"a list in a list",         R"([["a"]])"},
      {"a surrogate half",         "\"\xed\xa0\x80\""},
  });
  // clang-format on
  for (const auto& c : cases) {
    CAPTURE(c.why);
    const auto item = item_with(R"(,"title":"kept","venue":)" + std::string(c.json));
    REQUIRE(item);
    CHECK(item->venue.empty());
    CHECK(item->title == "kept");
    CHECK(item->repaired.places(Repair::left_out) == Places{"/metadata/venue"});
  }
}

TEST_CASE("a text of more than a megabyte is left out") {
  const auto item = item_with(R"(,"notes":")" + std::string((1U << 20U) + 1, 'a') + "\"");
  REQUIRE(item);
  CHECK(item->notes.empty());
  CHECK(item->repaired.places(Repair::left_out) == Places{"/metadata/notes"});
}

TEST_CASE("an item's own words are kept in the glossary's places") {
  const auto item = item_with(R"(,"mediatype":"etree","creator":["Grateful Dead","Guest"],
      "date":["1977-05-08","1977-05-09"],"source":"SBD","lineage":["DAT","CD"],"taper":"Betty",
      "transferer":"Miller","collection":["GratefulDead","etree","etree","stream_only"],
      "description":["Set 1","Set 2"],"subject":"Live;Dead","access-restricted-item":"true",
      "publicdate":"2004-05-31 17:08:10","runtime":"Jerry Garcia")",
                              R"("files":[],"item_last_updated":1430210534)");
  REQUIRE(item);
  CHECK(item->creators == std::vector<std::string>{"Grateful Dead", "Guest"});
  CHECK(item->date == "1977-05-08");
  CHECK(item->lineage == "DAT; CD");
  CHECK(item->transferer == "Miller");
  CHECK(item->collections == std::vector<std::string>{"GratefulDead", "etree", "stream_only"});
  CHECK(item->description == "Set 1\nSet 2");
  CHECK(item->is_stream_only());
  CHECK(item->is_restricted);
  REQUIRE(item->changed);
  CHECK(to_text(*item->changed) == "2015-04-28T08:42:14.000Z");
}

TEST_CASE("a file is read with what is to be checked of it") {
  const auto item = item_with("", R"("files":[{"name":"sub dir/d1t01.mp3","source":"derivative",
      "creator":"Grateful Dead","title":"Casey Jones >","track":"1","length":"05:37",
      "format":"VBR MP3","original":"d1t01.shn","mtime":"1430209606","size":"8327168",
      "md5":"2d45167ac3c5ecdde0097a01a2fcc2bf","crc32":"9c9b46","private":"true",
      "sha1":"56adc696443c6dd7eb9bc491e868b58151616271"}])");
  REQUIRE(item);
  REQUIRE(item->files.size() == 1);
  const auto& file = item->files.front();
  CHECK(file.name.text() == "sub dir/d1t01.mp3");
  CHECK(file.origin == Origin::derivative);
  CHECK(file.format == "VBR MP3");
  CHECK(file.bytes == 8'327'168U);
  REQUIRE(file.md5);
  CHECK(file.md5->text() == "2d45167ac3c5ecdde0097a01a2fcc2bf");
  REQUIRE(file.sha1);
  CHECK(file.sha1->text() == "56adc696443c6dd7eb9bc491e868b58151616271");
  CHECK(file.crc32 == 0x9C9B46U);
  CHECK(file.length == 337s);
  CHECK(file.is_private);
  REQUIRE(file.made_from.size() == 1);
  CHECK(file.made_from.front().text() == "d1t01.shn");
  CHECK(file.title == "Casey Jones >");
  CHECK(item->file("sub dir/d1t01.mp3") == &file);
  CHECK(item->file("d1t01.mp3") == nullptr);
}

TEST_CASE("the list of files itself has no digest to be checked by") {
  const auto item = item_with("", R"("files":[{"name":"x_files.xml","source":"original",
      "format":"Metadata","md5":"2d45167ac3c5ecdde0097a01a2fcc2bf","summation":"md5"}])");
  REQUIRE(item);
  REQUIRE(item->files.size() == 1);
  CHECK_FALSE(item->files.front().md5);
  CHECK_FALSE(item->files.front().bytes);
}

TEST_CASE("a derivative of the whole item names all its originals") {
  const auto item =
      item_with("", R"("files":[{"name":"x.ffp","original":["a.flac","b.flac","../c.flac"]}])");
  REQUIRE(item);
  REQUIRE(item->files.size() == 1);
  CHECK(item->files.front().made_from.size() == 2);
  CHECK(item->repaired.places(Repair::left_out) == Places{"/files/x.ffp/original"});
}

TEST_CASE("a file whose name is hostile, missing or taken is left out") {
  const auto item = item_with("", R"("files":[{"name":"../../etc/passwd"},{"name":"/abs"},
      {"size":"1"},{"name":"good.mp3"},{"name":"good.mp3"},"text",null,{"name":"a\u0000b"},
      {"name":["list.mp3"]},{"name":7}])");
  REQUIRE(item);
  REQUIRE(item->files.size() == 3);
  CHECK(item->files[0].name.text() == "good.mp3");
  CHECK(item->files[1].name.text() == "list.mp3");
  CHECK(item->files[2].name.text() == "7");
  CHECK(item->repaired.count(Repair::left_out) == 6);
  CHECK(item->repaired.count(Repair::repeated) == 1);
}

TEST_CASE("numbers are read as numbers and as text, and nonsense is absent") {
  struct Case {
    std::string_view json;
    std::optional<std::uint64_t> bytes;
  };
  // clang-format off
  const auto cases = std::to_array<Case>({
      {R"("8327168")", 8'327'168U}, {"8327168", 8'327'168U}, {R"(["5"])", 5U}, {"5.0", 5U},
      {R"("-1")", std::nullopt}, {"-1", std::nullopt}, {R"("1e5")", std::nullopt},
      {R"("99999999999999999999")", std::nullopt}, {R"("")", std::nullopt},
      {"null", std::nullopt}, {"{}", std::nullopt}, {"true", std::nullopt}, {"5.5", std::nullopt},
      {"1e300", std::nullopt},
  });
  // clang-format on
  for (const auto& c : cases) {
    CAPTURE(c.json);
    const auto item =
        item_with("", R"("files":[{"name":"a.mp3","size":)" + std::string(c.json) + "}]");
    REQUIRE(item);
    REQUIRE(item->files.size() == 1);
    CHECK(item->files.front().bytes == c.bytes);
  }
}

TEST_CASE("reviews are read whatever shape their words have") {
  const auto item = item_with("", R"("files":[],"reviews":[
      {"reviewtitle":["a","b"],"reviewbody":{},"reviewer":"x","reviewdate":"2004","stars":"4"},
      {"reviewtitle":{"x":1},"stars":"9"},{"stars":0},"text"])");
  REQUIRE(item);
  REQUIRE(item->reviews.size() == 3);
  CHECK(item->reviews[0].title == "a; b");
  CHECK(item->reviews[0].stars == 4);
  CHECK_FALSE(item->reviews[1].stars);
  CHECK(item->reviews[2].stars == 0);
}

TEST_CASE("an item that is missing or has gone dark is not found") {
  CHECK(error_of(read_item("{}", asked_for)) == Errc::not_found);
  CHECK(error_of(read_item(R"({"is_dark":true,"metadata":{"identifier":"gd1977-05-08.x"}})",
                           asked_for)) == Errc::not_found);
  CHECK(error_of(read_item(R"({"created":1,"is_dark":"true"})", asked_for)) == Errc::not_found);
}

TEST_CASE("what is no metadata is refused as a whole") {
  struct Case {
    std::string_view why, body;
  };
  // clang-format off
  const auto cases = std::to_array<Case>({
      {"nothing",                 ""},
      {"HTML",                    "<html><body>503 Service Unavailable</body></html>"},
      {"a cut answer",            R"({"metadata":{"identifier":"gd1977-05-08.x"},"fil)"},
      {"two answers",             R"({}{})"},
      {"a list",                  "[]"},
      {"an error envelope",       R"({"error":"something went wrong"})"},
      {"another item",            R"({"metadata":{"identifier":"gd1977-05-09.x"}})"},
      {"no metadata",             R"({"files":[]})"},
      {"metadata of a kind",      R"({"metadata":"gd1977-05-08.x"})"},
      {"UTF-16",                  std::string_view("\xff\xfe{\0}\0", 6)},
  });
  // clang-format on
  for (const auto& c : cases) {
    CAPTURE(c.why);
    CHECK(error_of(read_item(std::string(c.body), asked_for)) == Errc::bad_upstream);
  }
}

TEST_CASE("an answer that would eat the machine is refused") {
  std::string deep(40, '[');
  CHECK(error_of(read_item(R"({"x":)" + deep + std::string(40, ']') + "}", asked_for)) ==
        Errc::bad_upstream);

  std::string many = R"("files":[)";
  for (std::size_t i = 0; i <= most_files; ++i)
    many += (i ? R"(,{"name":")" : R"({"name":")") + std::to_string(i) + "\"}";
  CHECK(error_of(item_with("", many + "]")) == Errc::bad_upstream);

  // 40 MiB of text that wants 24 bytes for each two: the memory has an end before the machine's.
  std::string ones = ",1";
  while (ones.size() < (40U << 20U))
    ones += ones;
  CHECK(error_of(item_with("", R"("files":[],"x":[1)" + ones + "]")) == Errc::bad_upstream);

  CHECK(error_of(read_item(std::string(most_answer_bytes + 1, ' '), asked_for)) ==
        Errc::bad_upstream);
}

TEST_CASE("a search hit is read with the drift of the index") {
  const auto page = read_search(R"({"responseHeader":{"status":0},"response":{"numFound":658,
      "start":50,"docs":[{"identifier":"oar00-09-27","avg_rating":"4.50","downloads":529,
      "year":2000,"format":"Flac","collection":["OfARevolution","etree"],"num_reviews":"2",
      "date":["2000-09-27T00:00:00Z"],"item_size":872622555,"publisher":["a","b"]},
      {"title":"no identifier"},{"identifier":"../x"},{"identifier":"oar00-09-28"}]}})");
  REQUIRE(page);
  CHECK(page->total == 658);
  CHECK(page->first == 50);
  REQUIRE(page->hits.size() == 2);
  const auto& hit = page->hits.front();
  CHECK(hit.identifier.text() == "oar00-09-27");
  CHECK(hit.rating == 4.5);
  CHECK(hit.downloads == 529U);
  CHECK(hit.review_count == 2U);
  CHECK(hit.year == "2000");
  CHECK(hit.formats == std::vector<std::string>{"Flac"});
  CHECK(hit.date == "2000-09-27T00:00:00Z");
  CHECK(hit.bytes == 872'622'555U);
  CHECK_FALSE(page->hits[1].rating);
  CHECK(page->notes.count(Repair::left_out) == 2);
}

TEST_CASE("a search the Archive rejects is the searcher's error, though its status is 200") {
  const auto rejected = read_search(R"({"error":"[UNSUPPORTED_VALUE] q is too long"})");
  REQUIRE_FALSE(rejected);
  CHECK(rejected.error().code == Errc::invalid);
  CHECK(rejected.error().detail == "[UNSUPPORTED_VALUE] q is too long");

  const auto too_deep = read_search(R"({"error":"[RANGE_OUT_OF_BOUNDS] use the scraping API"})");
  REQUIRE_FALSE(too_deep);
  CHECK(too_deep.error().code == Errc::invalid);
  CHECK(too_deep.error().message.contains("10,000"));
}

TEST_CASE("an empty answer to a search is no page without hits") {
  for (const std::string body : {"", "{}", "<html>", R"({"response":{}})",
                                 R"({"response":{"numFound":1}})", R"({"response":[]})"}) {
    CAPTURE(body);
    const auto page = read_search(body);
    REQUIRE_FALSE(page);
    CHECK(page.error().code == Errc::bad_upstream);
  }
}

TEST_CASE("a scrape says where to go on") {
  const auto page = read_scrape(
      R"({"items":[{"identifier":"a-b"},{"identifier":"!"}],"count":2,"cursor":"W3s","total":9})");
  REQUIRE(page);
  CHECK(page->hits.size() == 1);
  CHECK(page->given == 2);
  CHECK(page->total == 9);
  CHECK(page->cursor == "W3s");
  CHECK(page->notes.places(Repair::left_out) == std::vector<std::string>{"/items/1/identifier"});
  const auto last = read_scrape(R"({"items":[],"count":0,"total":"9"})");
  REQUIRE(last);
  CHECK(last->cursor.empty());
}

TEST_CASE("what is no item in a scrape is counted and noted") {
  const auto page = read_scrape(R"({"items":[7,{"title":"none"},{"identifier":"a-b"}],"total":3})");
  REQUIRE(page);
  CHECK(page->given == 3);
  CHECK(page->hits.size() == 1);
  CHECK(page->notes.places(Repair::left_out) ==
        std::vector<std::string>{"/items/0", "/items/1/identifier"});
}

TEST_CASE("an error in place of a batch is the Archive's, since no listener wrote its query") {
  const auto refused = read_scrape(R"({"error":"[RANGE_OUT_OF_BOUNDS] try again"})");
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == Errc::bad_upstream);
  CHECK(refused.error().detail.contains("RANGE_OUT_OF_BOUNDS"));
}
