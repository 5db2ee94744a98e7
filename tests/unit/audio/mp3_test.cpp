#include "audio/mpeg_header.hpp"
#include "audio/mpeg_tag.hpp"
#include "audio/slice_map.hpp"
#include "unit/audio/made.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <functional>
#include <optional>
#include <string>

using namespace tapedeck;
using namespace tapedeck::audio;
using namespace tapedeck::test;

namespace {

Result<SliceMap> mp3_map_of(const Bytes& bytes) {
  MemorySource source(bytes);
  return make_slice_map(source);
}

}  // namespace

TEST_CASE("an MP3 frame's header says how long it is and what it holds") {
  struct Case {
    std::string_view why;
    std::array<std::uint8_t, 4> bytes;
    std::size_t length;
    std::uint32_t rate;
    unsigned channels;
    std::uint32_t samples;
    std::size_t side_at, side_bytes;
  };
  // clang-format off
  const auto cases = std::to_array<Case>({
      {"MPEG-1, 128 kbit/s, 44.1 kHz",  {0xff, 0xfb, 0x90, 0x00},   417, 44'100, 2, 1'152, 4, 32},
      {"the same, padded",              {0xff, 0xfb, 0x92, 0x00},   418, 44'100, 2, 1'152, 4, 32},
      {"joint stereo",                  {0xff, 0xfb, 0x90, 0x64},   417, 44'100, 2, 1'152, 4, 32},
      {"one channel",                   {0xff, 0xfb, 0x90, 0xc0},   417, 44'100, 1, 1'152, 4, 17},
      {"with a sum",                    {0xff, 0xfa, 0x90, 0x00},   417, 44'100, 2, 1'152, 6, 32},
      {"320 kbit/s, 48 kHz",            {0xff, 0xfb, 0xe4, 0x00},   960, 48'000, 2, 1'152, 4, 32},
      {"320 kbit/s, 32 kHz, padded",    {0xff, 0xfb, 0xea, 0x00}, 1'441, 32'000, 2, 1'152, 4, 32},
      {"MPEG-2, 64 kbit/s, 22.05 kHz",  {0xff, 0xf3, 0x80, 0x00},   208, 22'050, 2,   576, 4, 17},
      {"MPEG-2, 8 kbit/s, 24 kHz, sum", {0xff, 0xf2, 0x14, 0x00},    24, 24'000, 2,   576, 6, 17},
      {"MPEG-2.5, 8 kbit/s, 8 kHz",     {0xff, 0xe3, 0x18, 0xc0},    72,  8'000, 1,   576, 4, 9},
  });
  // clang-format on
  for (const auto& c : cases) {
    CAPTURE(c.why);
    const auto header = parse_mpeg_header(c.bytes);
    REQUIRE(header);
    CHECK(header->bytes == c.length);
    CHECK(header->sample_rate == c.rate);
    CHECK(header->channels == c.channels);
    CHECK(header->samples() == c.samples);
    CHECK(header->side_at() == c.side_at);
    CHECK(header->side_bytes() == c.side_bytes);
  }
}

TEST_CASE("what is no frame of layer III is told from its first four bytes") {
  struct Case {
    std::string_view why;
    Bytes bytes;
  };
  for (const auto& c : std::vector<Case>{{"no sync", {0xfe, 0xfb, 0x90, 0x00}},
                                         {"half a sync", {0xff, 0x1b, 0x90, 0x00}},
                                         {"the reserved version", {0xff, 0xeb, 0x90, 0x00}},
                                         {"layer II", {0xff, 0xfd, 0x90, 0x00}},
                                         {"the reserved layer", {0xff, 0xf9, 0x90, 0x00}},
                                         {"free format", {0xff, 0xfb, 0x00, 0x00}},
                                         {"the forbidden bit rate", {0xff, 0xfb, 0xf0, 0x00}},
                                         {"the reserved rate", {0xff, 0xfb, 0x9c, 0x00}},
                                         {"the reserved emphasis", {0xff, 0xfb, 0x90, 0x02}},
                                         {"three bytes", {0xff, 0xfb, 0x90}},
                                         {"nothing", {}}}) {
    CAPTURE(c.why);
    CHECK_FALSE(parse_mpeg_header(c.bytes));
  }
}

TEST_CASE("LAME's tag says how many samples the encoder added") {
  struct Case {
    std::string_view why;
    Bytes frame;
    bool tag;
    std::optional<std::uint32_t> frames;
    std::optional<std::pair<std::uint32_t, std::uint32_t>> trim;
  };
  auto info = made_lame_frame(7, 576, 1'344);
  std::ranges::copy(std::string_view("Info"), info.begin() + 36);
  auto without_table = made_mp3_frame();
  Bytes tag;
  add(tag, "Xing");
  add_number(tag, 1, 4);
  add_number(tag, 9, 4);
  add(tag, "Lavf");
  tag.resize(tag.size() + 17);
  add_number(tag, 1'105U << 12 | 4'095U, 3);
  std::ranges::copy(tag, without_table.begin() + 36);
  auto vbri = made_mp3_frame();
  std::ranges::copy(std::string_view("VBRI"), vbri.begin() + 36);
  using Two = std::pair<std::uint32_t, std::uint32_t>;
  // clang-format off
  const auto cases = std::vector<Case>{
      {"LAME, variable rate",        made_lame_frame(7, 576, 1'344),           true,  7, Two{576, 1'344}},
      {"LAME, constant rate",        info,                                     true,  7, Two{576, 1'344}},
      {"libmp3lame in FFmpeg",       made_lame_frame(7, 1'105, 0, "Lavc57.48"), true, 7, Two{1'105, 0}},
      {"no table, no bytes",         without_table,                            true,  9, Two{1'105, 4'095}},
      {"an encoder nobody knows",    made_lame_frame(7, 576, 1'344, "Xaudio"), true,  7, std::nullopt},
      {"Fraunhofer's tag",           vbri,                                     true,  std::nullopt, std::nullopt},
      {"sound",                      made_mp3_frame(),                         false, std::nullopt, std::nullopt},
  };
  // clang-format on
  for (const auto& c : cases) {
    CAPTURE(c.why);
    const auto found = read_encoder_tag(c.frame, *parse_mpeg_header(c.frame));
    REQUIRE(found.has_value() == c.tag);
    if (!found) continue;
    CHECK(found->frames == c.frames);
    REQUIRE(found->trim.has_value() == c.trim.has_value());
    if (found->trim) CHECK(Two{found->trim->delay, found->trim->padding} == *c.trim);
  }
}

TEST_CASE("a tag that is cut off anywhere is read as far as it goes") {
  const auto frame = made_lame_frame(7, 576, 1'344);
  const auto header = *parse_mpeg_header(frame);
  for (std::size_t bytes = 0; bytes <= frame.size(); ++bytes) {
    CAPTURE(bytes);
    const auto part = Bytes(frame.begin(), frame.begin() + static_cast<std::ptrdiff_t>(bytes));
    const auto found = read_encoder_tag(part, header);
    CHECK(found.has_value() == (bytes >= 40));
    CHECK((found && found->trim) == (bytes >= 36 + 120 + 24));
  }
}

TEST_CASE("an MP3 file plays for what was encoded, without what the encoder added") {
  struct Case {
    std::string_view why;
    Bytes file;
    std::uint64_t samples;
    std::uint32_t first_drop;
  };
  auto untagged = made_mp3_frame();
  add(untagged, made_mp3_frame());
  auto joined = made_mp3(10);
  for (int i = 0; i < 5; ++i)
    add(joined, made_mp3_frame());
  auto cut = made_mp3(10);
  cut.resize(cut.size() - 417 - 100);
  auto tagged = made_id3(300);
  add(tagged, made_id3(50));
  add(tagged, made_mp3(10));
  add(tagged, "TAG");
  tagged.resize(tagged.size() + 125);
  auto padded = Bytes(1'000);
  add(padded, made_mp3(10));
  padded.resize(padded.size() + 70'000);
  auto ape = made_mp3(10);
  add(ape, "APETAGEX and the rest of it \xff\xfb\x90");
  auto all_tags = made_mp3(10);
  add(all_tags, made_id3(40));
  add(all_tags, "LYRICSBEGININD0000200EAR0000500001000019LYRICS200");
  add(all_tags, "APETAGEX\xd0\x07");
  all_tags.resize(all_tags.size() + 2);
  add_number(all_tags, 40 << 24, 4);  // bytes of the tag behind its header, the lowest first
  all_tags.resize(all_tags.size() + 16 + 40, 0xff);
  add(all_tags, "TAG");
  all_tags.resize(all_tags.size() + 125, 0xff);
  all_tags.resize(all_tags.size() + 70'000);
  // clang-format off
  const auto cases = std::vector<Case>{
      {"LAME's tag",                        made_mp3(10),               10 * 1'152 - 1'576, 1'105},
      {"less padding than the decoder's delay", made_mp3(10, 576, 100), 10 * 1'152 - 1'105, 1'105},
      {"no tag at all",                     untagged,                    2 * 1'152, 0},
      {"more frames than the tag says",     joined,                     15 * 1'152 - 1'105, 1'105},
      {"the last frame but one cut off",    cut,                         8 * 1'152 - 1'105, 1'105},
      {"tags before and behind",            tagged,                     10 * 1'152 - 1'576, 1'105},
      {"zeros before and behind",           padded,                     10 * 1'152 - 1'576, 1'105},
      {"an APE tag behind",                 ape,                        10 * 1'152 - 1'576, 1'105},
      {"every tag behind, and zeros",       all_tags,                   10 * 1'152 - 1'576, 1'105},
  };
  // clang-format on
  for (const auto& c : cases) {
    CAPTURE(c.why);
    const auto map = mp3_map_of(c.file);
    REQUIRE_MESSAGE(map.has_value(), (map ? "" : map.error().message));
    CHECK(map->codec == Codec::mp3);
    CHECK(map->head.empty());
    CHECK(map->samples == c.samples);
    CHECK(map->slices.front().drop_samples == c.first_drop);
  }
}

TEST_CASE("a slice of MP3 begins so early that its first frame comes out right") {
  // 60 s; each frame takes 100 bytes of its main data from those before it.
  constexpr std::uint32_t frames = 2'297;
  auto file = made_lame_frame(frames, 576, 1'000);
  for (std::uint32_t i = 0; i < frames; ++i)
    add(file, made_mp3_frame(i == 0 ? 0 : 100));
  const auto map = mp3_map_of(file);
  REQUIRE(map);
  std::uint64_t at = 0;
  for (std::size_t i = 0; i < map->slices.size(); ++i) {
    CAPTURE(i);
    const auto& slice = map->slices[i];
    const auto first_frame = (slice.first_byte - 417) / 417;
    const auto needed_frame = (at + 1'105) / 1'152;
    CHECK((slice.first_byte - 417) % 417 == 0);
    CHECK(first_frame == (needed_frame < 2 ? 0 : needed_frame - 2));
    CHECK(slice.drop_samples == at + 1'105 - first_frame * 1'152);
    const auto run_samples = (slice.end_byte - slice.first_byte) / 417 * 1'152;
    CHECK(slice.drop_samples + slice.keep_samples <= run_samples);
    CHECK(run_samples - slice.drop_samples - slice.keep_samples < 1'152);
    at += slice.keep_samples;
  }
  CHECK(at == frames * std::uint64_t{1'152} - 1'576);
  CHECK(map->samples == at);
}

TEST_CASE("a slice of MP3 begins as far back as the reservoir reaches") {
  // 32 kbit/s at 44.1 kHz: frames of 104 bytes, 68 of them sound; the reservoir holds 7 of those.
  Bytes file;
  constexpr std::uint32_t frames = 100;
  for (std::uint32_t i = 0; i < frames; ++i) {
    Bytes frame{0xff, 0xfb, 0x10, 0x00};
    const unsigned reservoir = std::min(i * 68, 500U);
    frame.push_back(static_cast<std::uint8_t>(reservoir >> 1));
    frame.push_back(static_cast<std::uint8_t>(reservoir << 7));
    frame.resize(104);
    add(file, frame);
  }
  const auto map = mp3_map_of(file);
  REQUIRE(map);
  REQUIRE(map->slices.size() == 2);
  // The second slice begins in frame 38; frame 37 needs 500 bytes of those before it: 8 frames.
  CHECK(44'100 / 1'152 == 38);
  CHECK(map->slices[1].first_byte == (37 - 8) * 104);
}

TEST_CASE("padding that reaches behind the end of a slice shortens it, or takes it away") {
  // 40 frames are 46,080 samples: the first slice ends at 44,100 before the padding is known.
  for (const unsigned padding : {800U, 1'000U, 3'000U, 4'095U}) {
    CAPTURE(padding);
    const auto map = mp3_map_of(made_mp3(40, 1, padding));
    REQUIRE(map);
    CHECK(map->samples == 46'080 - 1 - padding);
    std::uint64_t sum = 0;
    for (const auto& slice : map->slices) {
      CHECK(slice.keep_samples > 0);
      sum += slice.keep_samples;
    }
    CHECK(sum == map->samples);
  }
}

TEST_CASE("an MP3 file that is no sound, or broken off, is refused with a sentence") {
  struct Case {
    std::string_view why;
    Bytes file;
    std::string_view sentence;
  };
  auto torn = made_mp3(5);
  add(torn, "<html>");
  add(torn, made_mp3(5));
  auto two_files = made_mp3(5);
  add(two_files, "TAG");
  two_files.resize(two_files.size() + 125, 0xff);
  add(two_files, made_mp3(5));
  auto two_tagged_files = made_mp3(5);
  add(two_tagged_files, made_id3(40));
  add(two_tagged_files, made_mp3(5));
  auto other = made_mp3(5);
  for (int i = 0; i < 3; ++i) {
    auto frame = made_mp3_frame();
    frame[3] = 0xc0;  // one channel
    add(other, frame);
  }
  Bytes text;
  add(text, "<html><body>Item not available</body></html>");
  // clang-format off
  const auto cases = std::vector<Case>{
      {"an empty file",                {},                          "no sound"},
      {"a page",                       text,                        "no sound"},
      {"a million zeros",              Bytes(1'000'000),            "no sound"},
      {"a million sync words",         Bytes(1'000'000, 0xff),      "no sound"},
      {"one header alone",             {0xff, 0xfb, 0x90, 0x00},    "no sound"},
      {"a tag and no sound",           made_mp3(0),                 "no sound"},
      {"only what the encoder added",  made_mp3(1, 576, 1'000),     "no sound"},
      {"a page in the middle",         torn,                        "breaks off at byte 2502"},
      {"two files with ID3v1 joined",  two_files,                   "breaks off at byte 2502"},
      {"two files with ID3v2 joined",  two_tagged_files,            "breaks off at byte 2502"},
      {"two channels, then one",       other,                       "breaks off"},
      {"an ID3 tag and no more",       made_id3(40),                "no sound"},
  };
  // clang-format on
  for (const auto& c : cases) {
    CAPTURE(c.why);
    const auto map = mp3_map_of(c.file);
    REQUIRE_FALSE(map);
    CHECK(map.error().code == Errc::invalid);
    CAPTURE(map.error().message);
    CHECK(map.error().message.contains(c.sentence));
  }
}
