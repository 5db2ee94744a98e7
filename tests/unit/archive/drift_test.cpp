// Whatever one field of an answer turns into, it costs that field and no other.

#include "archive/answers.hpp"

#include <doctest/doctest.h>

#include <array>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using namespace tapedeck;
using namespace tapedeck::archive;

namespace {

using Members = std::vector<std::pair<std::string, std::string>>;
using Texts = std::map<std::string, std::string>;

/// What a field has been met as, and what nobody has met yet.
constexpr auto strange = std::to_array<std::string_view>({
    R"("text")",
    R"("")",
    R"(" ")",
    "1977",
    "-1",
    "1.5",
    "1e300",
    "true",
    "false",
    "null",
    "{}",
    "[]",
    R"(["a","b"])",
    R"([[]])",
    R"([{}])",
    R"({"a":1})",
    "[1,null,\"x\",{}]",
    "\"Caf\xe9\"",
    R"("\u0000")",
    R"("<br />&amp;")",
    R"("99999999999999999999")",
    R"("../../etc/passwd")",
    R"("0000-00-00")",
    R"("1977-13-45")",
});

std::string object_of(const Members& members) {
  std::string text = "{";
  for (const auto& [key, value] : members)
    text += (text.size() > 1 ? ",\"" : "\"") + key + "\":" + value;
  return text + "}";
}

const Members& metadata() {
  static const Members members{
      {"identifier", R"("dcb1977-05-08.sbd")"},
      {"mediatype", R"("etree")"},
      {"title", R"("A concert")"},
      {"creator", R"("The Dry Creek Band")"},
      {"date", R"("1977-05-08")"},
      {"year", R"("1977")"},
      {"venue", R"("Barn & Hayloft")"},
      {"coverage", R"("Ithaca, NY")"},
      {"source", R"("SBD > DAT")"},
      {"lineage", R"("DAT > FLAC")"},
      {"taper", R"("Ada Rowe")"},
      {"transferer", R"("Ned Harbor")"},
      {"notes", R"("none")"},
      {"description", R"("Set 1")"},
      {"runtime", R"("120:00")"},
      {"collection", R"(["DryCreekBand","etree"])"},
      {"subject", R"("Live;Dead")"},
      {"publicdate", R"("2004-05-31 17:08:10")"},
      {"addeddate", R"("2004-05-30 20:00:44")"},
  };
  return members;
}

const Members& file() {
  static const Members members{
      {"name", R"("d1t01.mp3")"},
      {"source", R"("derivative")"},
      {"format", R"("VBR MP3")"},
      {"original", R"("d1t01.flac")"},
      {"size", R"("8327168")"},
      {"md5", R"("2d45167ac3c5ecdde0097a01a2fcc2bf")"},
      {"sha1", R"("56adc696443c6dd7eb9bc491e868b58151616271")"},
      {"crc32", R"("9c9b4601")"},
      {"length", R"("05:37")"},
      {"bitrate", R"("171")"},
      {"title", R"("Casey Jones")"},
      {"track", R"("1")"},
      {"mtime", R"("1430209606")"},
  };
  return members;
}

std::string joined(const std::vector<std::string>& texts) {
  std::string all;
  for (const auto& text : texts)
    all += text + "|";
  return all;
}

Texts told_of(const Item& item) {
  return {{"mediatype", item.mediatype},
          {"title", item.title},
          {"creator", joined(item.creators)},
          {"date", item.date},
          {"year", item.year},
          {"venue", item.venue},
          {"coverage", item.coverage},
          {"source", item.source},
          {"lineage", item.lineage},
          {"taper", item.taper},
          {"transferer", item.transferer},
          {"notes", item.notes},
          {"description", item.description},
          {"runtime", item.runtime},
          {"collection", joined(item.collections)},
          {"subject", joined(item.subjects)},
          {"publicdate", item.published},
          {"addeddate", item.added}};
}

template <class T>
std::string told(const std::optional<T>& value) {
  if (!value) return "nothing";
  if constexpr (requires { value->text(); }) {
    return value->text();
  } else if constexpr (requires { value->count(); }) {
    return std::to_string(value->count());
  } else {
    return std::to_string(*value);
  }
}

Texts told_of(const File& file) {
  std::string originals;
  for (const auto& name : file.made_from)
    originals += name.text();
  return {{"source", std::to_string(static_cast<int>(file.origin))},
          {"format", file.format},
          {"original", originals},
          {"size", told(file.bytes)},
          {"md5", told(file.md5)},
          {"sha1", told(file.sha1)},
          {"crc32", told(file.crc32)},
          {"length", told(file.length)},
          {"bitrate", told(file.kilobits)},
          {"title", file.title},
          {"track", file.track},
          {"mtime", file.modified ? to_text(*file.modified) : "nothing"}};
}

Result<Item> read(const Members& about, const Members& of_file) {
  return read_item(
      R"({"metadata":)" + object_of(about) + R"(,"files":[)" + object_of(of_file) + "]}",
      *ItemIdentifier::parse("dcb1977-05-08.sbd"));
}

/// All but `key` is as it was.
void check_others(Texts before, Texts after, const std::string& key) {
  before.erase(key);
  after.erase(key);
  CHECK(before == after);
}

}  // namespace

TEST_CASE("a field of an item that turns into anything costs no other") {
  const auto usual = read(metadata(), file());
  REQUIRE(usual);
  for (std::size_t at = 1; at < metadata().size(); ++at) {  // without its identifier it is no item
    for (const auto value : strange) {
      auto members = metadata();
      members[at].second = value;
      CAPTURE(members[at].first);
      CAPTURE(value);
      const auto item = read(members, file());
      REQUIRE(item);
      check_others(told_of(*usual), told_of(*item), members[at].first);
      REQUIRE(item->files.size() == 1);
      CHECK(told_of(item->files[0]) == told_of(usual->files[0]));
    }
  }
}

TEST_CASE("a field of a file that turns into anything costs no other") {
  const auto usual = read(metadata(), file());
  REQUIRE(usual);
  for (std::size_t at = 1; at < file().size(); ++at) {  // without its name it is no file
    for (const auto value : strange) {
      auto members = file();
      members[at].second = value;
      CAPTURE(members[at].first);
      CAPTURE(value);
      const auto item = read(metadata(), members);
      REQUIRE(item);
      REQUIRE(item->files.size() == 1);
      check_others(told_of(usual->files[0]), told_of(item->files[0]), members[at].first);
      CHECK(told_of(*item) == told_of(*usual));
    }
  }
}

TEST_CASE("a field of a search hit that turns into anything costs no other hit") {
  const auto page_of = [](const std::string& hit) {
    return read_search(R"({"response":{"numFound":2,"start":0,"docs":[)" + hit +
                       R"(,{"identifier":"other","title":"kept"}]}})");
  };
  for (std::size_t at = 0; at < metadata().size(); ++at) {
    for (const auto value : strange) {
      auto members = metadata();
      members[at].second = value;
      CAPTURE(members[at].first);
      CAPTURE(value);
      const auto page = page_of(object_of(members));
      REQUIRE(page);
      REQUIRE_FALSE(page->hits.empty());
      CHECK(page->hits.back().title == "kept");
    }
  }
}
