#include "download/core/plan.hpp"

#include "base/utf8.hpp"

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

using namespace tapedeck;
using namespace tapedeck::download;

namespace {

archive::File file(std::string_view name, std::string_view format, std::uint64_t bytes = 1'000) {
  archive::File made{
      .name = *archive::FileName::parse(name), .format = std::string(format), .bytes = bytes};
  return made;
}

archive::Item recording(std::vector<archive::File> files) {
  archive::Item item{.identifier = *ItemIdentifier::parse("gd77-05-08.sbd")};
  item.title = "Grateful Dead Live at Barton Hall on 1977-05-08";
  item.files = std::move(files);
  return item;
}

std::string names(const Plan& plan) {
  std::string all;
  for (const auto& planned : plan.files)
    all += (all.empty() ? "" : " ") + std::string(planned.file.text());
  return all;
}

std::string reason(const Plan& plan) {
  return plan.refused.empty() ? "" : plan.refused.front().reason;
}

const archive::FileName& one() {
  static const auto name = *archive::FileName::parse("t1.flac");
  return name;
}

}  // namespace

TEST_CASE("of a whole recording the best lossless files come, with its text and checksums") {
  const auto item =
      recording({file("info.txt", "Text"), file("t1.flac", "Flac"), file("t1.mp3", "VBR MP3"),
                 file("t1.png", "PNG"), file("t2.flac", "Flac"), file("t.ffp", "Flac FingerPrint"),
                 file("t.md5", "Checksums"), file("x_meta.xml", "Metadata")});
  CHECK(names(plan_item(item, {})) == "info.txt t1.flac t2.flac t.ffp t.md5");
}

TEST_CASE("more bits are better, but not when most of the music is missing") {
  CHECK(names(plan_item(recording({file("a.flac", "Flac"), file("b.flac", "24bit Flac")}), {})) ==
        "b.flac");
  CHECK(names(plan_item(recording({file("a.flac", "Flac"), file("b.flac", "Flac"),
                                   file("bonus.flac", "24bit Flac")}),
                        {})) == "a.flac b.flac");
}

TEST_CASE("a recording without lossless files comes as VBR MP3, else as what there is") {
  CHECK(names(plan_item(recording({file("a.mp3", "VBR MP3"), file("a.ogg", "Ogg Vorbis"),
                                   file("a64.mp3", "64Kbps MP3")}),
                        {})) == "a.mp3");
  CHECK(names(plan_item(recording({file("a.ogg", "Ogg Vorbis")}), {})) == "a.ogg");
}

TEST_CASE("empty files and private ones are not part of a recording") {
  auto hidden = file("b.flac", "Flac");
  hidden.is_private = true;
  CHECK(names(plan_item(recording({file("a.flac", "Flac"), hidden, file("c.flac", "Flac", 0)}),
                        {})) == "a.flac");
}

TEST_CASE("a recording that may only be streamed is refused with that reason") {
  auto original = file("t1.flac", "Flac");
  original.is_private = true;
  auto item = recording({original, file("t1.mp3", "VBR MP3"), file("info.txt", "Text")});
  item.collections = {"GratefulDead", "stream_only"};
  const std::string why = "The artist lets this recording be streamed, but not downloaded.";
  CHECK(plan_item(item, {}).files.empty());
  CHECK(reason(plan_item(item, {})) == why);
  CHECK(reason(plan_file(item, one())) == why);
  CHECK(reason(plan_file(item, *archive::FileName::parse("t1.mp3"))) == why);
  CHECK(names(plan_file(item, *archive::FileName::parse("info.txt"))) == "info.txt");
}

TEST_CASE("one file is refused when it is not there, or the Archive hands it to nobody") {
  CHECK(reason(plan_file(recording({}), one())) == "The item has no such file.");
  auto hidden = file("t1.flac", "Flac");
  hidden.is_private = true;
  CHECK(reason(plan_file(recording({hidden}), one())) == "The Archive hands this file to nobody.");
}

TEST_CASE("an item without sound is refused") {
  CHECK(reason(plan_item(recording({file("a.txt", "Text"), file("a.png", "PNG")}), {})) ==
        "The item has no sound that can be downloaded.");
}

TEST_CASE("formats that were asked for come whatever their case, and those missing are named") {
  const auto item = recording({file("a.flac", "Flac"), file("a.mp3", "VBR MP3")});
  const auto plan = plan_item(item, {"vbr mp3", "Shorten"});
  CHECK(names(plan) == "a.mp3");
  CHECK(reason(plan) == "The item has no file of the format Shorten.");
}

TEST_CASE("a file without a title of its own has that of the recording") {
  auto titled = file("t1.mp3", "VBR MP3");
  titled.title = "Scarlet Begonias >";
  const auto item = recording({titled, file("t2.mp3", "VBR MP3")});
  const auto plan = plan_item(item, {"VBR MP3"});
  REQUIRE(plan.files.size() == 2);
  CHECK(plan.files[0].title == "Scarlet Begonias >");
  CHECK(plan.files[1].title == item.title);
}

TEST_CASE("a title without end is cut behind a whole character") {
  auto endless = file("t1.flac", "Flac");
  endless.title = "a";
  while (endless.title.size() < 1'000'000)
    endless.title += "\u00c6";
  const auto cut = plan_file(recording({endless}), one()).files.at(0).title;
  CHECK(cut.size() == most_words_bytes - 1);
  CHECK(is_utf8(cut));

  endless.title.resize(most_words_bytes);
  CHECK(plan_file(recording({endless}), one()).files.at(0).title == endless.title);
  endless.format = std::string(10'000, 'f');
  CHECK(plan_file(recording({endless}), one()).files.at(0).format.size() == most_words_bytes);
}
