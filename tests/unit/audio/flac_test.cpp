#include "audio/flac_frame_header.hpp"
#include "audio/flac_frames.hpp"
#include "audio/slice_map.hpp"
#include "unit/audio/made.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <functional>
#include <string>

using namespace tapedeck;
using namespace tapedeck::audio;
using namespace tapedeck::test;

namespace {

Result<SliceMap> map_of(const Bytes& bytes) {
  MemorySource source(bytes);
  return make_slice_map(source);
}

/// The sentence with which a file is refused; empty when it is not.
std::string refusal_of(const Bytes& bytes) {
  const auto map = map_of(bytes);
  if (map) return {};
  CHECK(map.error().code == Errc::invalid);
  return map.error().message;
}

}  // namespace

TEST_CASE("a frame's header says how many samples of what kind it holds") {
  struct Case {
    std::string_view why;
    MadeFrame frame;
    std::uint32_t rate;
    unsigned channels;
    unsigned bits;
  };
  // clang-format off
  const auto cases = std::to_array<Case>({
      {"the first of a CD's",       {.number = 0},                                   44'100, 1, 16},
      {"two bytes of number",       {.number = 300},                                 44'100, 1, 16},
      {"six bytes of number",       {.number = 0x7fff'ffff},                         44'100, 1, 16},
      {"seven bytes of number",     {.number = 0xf'ffff'ffff, .variable = true},     44'100, 1, 16},
      {"one sample",                {.samples = 1},                                  44'100, 1, 16},
      {"the most samples",          {.samples = 65'535},                             44'100, 1, 16},
      {"as the file's head says",   {.rate_code = 0, .depth_code = 0},                    0, 1, 0},
      {"96 kHz and 24 bits",        {.rate_code = 11, .depth_code = 6},              96'000, 1, 24},
      {"eight channels",            {.channel_code = 7},                             44'100, 8, 16},
      {"left and side",             {.channel_code = 8},                             44'100, 2, 16},
      {"middle and side",           {.channel_code = 10},                            44'100, 2, 16},
  });
  // clang-format on
  for (const auto& c : cases) {
    CAPTURE(c.why);
    const auto bytes = made_flac_header(c.frame);
    const auto header = parse_flac_frame_header(bytes);
    REQUIRE(header);
    CHECK(header->number == c.frame.number);
    CHECK(header->samples == c.frame.samples);
    CHECK(header->variable == c.frame.variable);
    CHECK(header->sample_rate == c.rate);
    CHECK(header->channels == c.channels);
    CHECK(header->bits == c.bits);
    CHECK(header->bytes == bytes.size());
  }
}

TEST_CASE("a header that breaks a rule of the format is none") {
  struct Case {
    std::string_view why;
    std::function<void(Bytes&)> breaks;
  };
  const auto mend_sum = [](Bytes& header) {
    header.back() = crc8(std::span(header).first(header.size() - 1));
  };
  // clang-format off
  const auto cases = std::vector<Case>{
      {"another word at its beginning",  [&](Bytes& h) { h[0] = 0xfe; mend_sum(h); }},
      {"a reserved bit",                 [&](Bytes& h) { h[1] = 0xfa; mend_sum(h); }},
      {"a reserved number of samples",   [&](Bytes& h) { h[2] = 0x09; mend_sum(h); }},
      {"a forbidden rate",               [&](Bytes& h) { h[2] = 0x7f; mend_sum(h); }},
      {"a reserved set of channels",     [&](Bytes& h) { h[3] = 0xb8; mend_sum(h); }},
      {"a reserved depth",               [&](Bytes& h) { h[3] = 0x06; mend_sum(h); }},
      {"a reserved bit behind the depth", [&](Bytes& h) { h[3] = 0x09; mend_sum(h); }},
      {"a number that goes on before it begins", [&](Bytes& h) { h[4] = 0x80; mend_sum(h); }},
      {"65,536 samples",                 [&](Bytes& h) { h[5] = 0xff; h[6] = 0xff; mend_sum(h); }},
      {"a wrong sum",                    [&](Bytes& h) { h.back() ^= 1; }},
      {"one byte missing",               [&](Bytes& h) { h.pop_back(); }},
      {"nothing behind its first bytes", [&](Bytes& h) { h.resize(4); }},
      {"nothing at all",                 [&](Bytes& h) { h.clear(); }},
  };
  // clang-format on
  for (const auto& c : cases) {
    CAPTURE(c.why);
    auto header = made_flac_header({});
    c.breaks(header);
    CHECK_FALSE(parse_flac_frame_header(header));
  }
}

TEST_CASE("frames are cut into slices of 1, 2, 5 and then 10 seconds") {
  const auto file = made_flac(400);
  const auto map = map_of(file);
  REQUIRE(map);
  CHECK(map->codec == Codec::flac);
  CHECK(map->sample_rate == 44'100);
  CHECK(map->channels == 1);
  CHECK(map->samples == 400 * 4'096);
  REQUIRE(map->slices.size() == 6);
  // The first frame edge at or behind each of those times.
  CHECK(map->slices[0].keep_samples == 11 * 4'096);
  CHECK(map->slices[1].keep_samples == 22 * 4'096);
  CHECK(map->slices[2].keep_samples == 54 * 4'096);
  CHECK(map->slices[3].keep_samples == 108 * 4'096);
  CHECK(map->slices[4].keep_samples == 108 * 4'096);
  CHECK(map->slices[5].keep_samples == 97 * 4'096);
  CHECK(map->slices.front().first_byte == 42);
  CHECK(map->slices.back().end_byte == file.size());
  for (std::size_t i = 1; i < map->slices.size(); ++i) {
    CHECK(map->slices[i].first_byte == map->slices[i - 1].end_byte);
    CHECK(map->slices[i].drop_samples == 0);
  }
}

TEST_CASE("tags and pictures around the sound are no part of any slice") {
  const auto sound = made_flac(3);
  const auto frames = Bytes(sound.begin() + 42, sound.end());
  Bytes file = made_id3(5'000);
  auto head = made_flac_head(3 * 4'096);
  head[4] = 0;  // not the last block
  add(file, head);
  add_number(file, 0x0600'0000 + 200'000, 4);  // a picture, larger than the window
  file.resize(file.size() + 200'000);
  add_number(file, 0x8100'0000 + 10, 4);
  file.resize(file.size() + 10);
  const auto first = file.size();
  add(file, frames);
  const auto end = file.size();
  add(file, "TAG");
  file.resize(end + 128);

  const auto map = map_of(file);
  REQUIRE(map);
  REQUIRE(map->slices.size() == 1);
  CHECK(map->slices[0] == Slice{.first_byte = first, .end_byte = end, .keep_samples = 3 * 4'096});
}

TEST_CASE("sound that looks like a frame's beginning is not taken for one") {
  // Inside the first frame stand the whole header of the second one, with its right sum and number.
  const auto fake = made_flac_header({.number = 1, .samples = 64});
  std::vector<std::int16_t> samples(64);
  for (std::size_t i = 0; i + 1 < fake.size(); i += 2)
    samples[20 + i / 2] = static_cast<std::int16_t>(fake[i] << 8 | fake[i + 1]);
  auto file = made_flac_head(128, 1, 64);
  const auto first = made_flac_frame({.number = 0, .samples = 64}, verbatim_subframe(samples));
  add(file, first);
  add(file, made_flac_frame({.number = 1, .samples = 64}, constant_subframe(7)));
  REQUIRE(std::ranges::search(first, fake).size() == fake.size());

  MemorySource source(file);
  Window window(source);
  const auto head = read_flac_head(window, 0);
  REQUIRE(head);
  FlacFrames frames(window, *head);
  auto frame = frames.next();
  REQUIRE(frame);
  REQUIRE(*frame);
  CHECK((*frame)->end_byte == 42 + first.size());
  CHECK((*frame)->samples == 64);
  frame = frames.next();
  REQUIRE(frame);
  CHECK((*frame)->end_byte == file.size());
  frame = frames.next();
  REQUIRE(frame);
  CHECK_FALSE(*frame);
}

TEST_CASE("frames of different lengths are told by the numbers of their samples") {
  auto file = made_flac_head(0, 1, 4'608);
  std::uint64_t at = 0;
  for (const std::uint32_t samples : {4'608U, 16U, 1U, 4'096U, 2'304U}) {
    add(file, made_flac_frame({.number = at, .samples = samples, .variable = true},
                              constant_subframe(3)));
    at += samples;
  }
  const auto map = map_of(file);
  REQUIRE(map);
  CHECK(map->samples == at);
  CHECK(map->slices.size() == 1);
}

TEST_CASE("a FLAC file that is damaged or cut off is refused with a sentence") {
  struct Case {
    std::string_view why;
    std::function<void(Bytes&)> breaks;
    std::string_view sentence;
  };
  // clang-format off
  const auto cases = std::vector<Case>{
      {"cut in its last frame",         [](Bytes& f) { f.pop_back(); }, "damaged or cut off"},
      {"cut between two frames",        [](Bytes& f) { f.resize(42 + 2 * 13); }, "ends before the sound that it announces"},
      {"cut before its first frame",    [](Bytes& f) { f.resize(42); }, "damaged or cut off"},
      {"cut in its head",               [](Bytes& f) { f.resize(30); }, "ends before its sound begins"},
      {"nothing but its name",          [](Bytes& f) { f.resize(4); }, "ends before its sound begins"},
      {"one bit of the sound changed",  [](Bytes& f) { f[42 + 13 + 10] ^= 4; }, "damaged or cut off: the sound from byte 55"},
      {"a frame's sum changed",         [](Bytes& f) { f[42 + 12] ^= 1; }, "damaged or cut off: the sound from byte 42"},
      {"a frame missing",               [](Bytes& f) { f.erase(f.begin() + 42 + 13, f.begin() + 42 + 26); }, "the sound from byte 55"},
      {"something between two frames",  [](Bytes& f) { f.insert(f.begin() + 42 + 13, 'x'); }, "damaged or cut off"},
      {"something behind the last",     [](Bytes& f) { f.push_back('x'); }, "damaged or cut off"},
      {"no STREAMINFO at its beginning", [](Bytes& f) { f[4] = 0x81; }, "not in the order"},
      {"a second STREAMINFO",           [](Bytes& f) { f[4] = 0; f.insert(f.begin() + 42, {0x80, 0, 0, 34}); }, "not in the order"},
      {"a block that must not be",      [](Bytes& f) { f[4] = 0xff; }, "not in the order"},
      {"a block longer than the file",  [](Bytes& f) { f[5] = 0x7f; }, "ends before its sound begins"},
      {"a STREAMINFO too short",        [](Bytes& f) { f[7] = 30; }, "not its STREAMINFO"},
      {"a rate of nothing",             [](Bytes& f) { f[18] = f[19] = 0; f[20] &= 0x0f; }, "what no sound can be"},
      {"frames larger than announced",  [](Bytes& f) { f[10] = 1; f[11] = 0; }, "damaged or cut off"},
      {"two channels announced",        [](Bytes& f) { f[20] |= 2; }, "damaged or cut off"},
      {"another rate announced",        [](Bytes& f) { f[18] ^= 1; }, "damaged or cut off"},
      {"another depth announced",       [](Bytes& f) { f[21] = static_cast<std::uint8_t>(f[21] ^ 0x10); }, "damaged or cut off"},
  };
  // clang-format on
  const auto whole = made_flac(3);
  REQUIRE(whole.size() == 42 + 3 * 13);
  REQUIRE(refusal_of(whole).empty());
  for (const auto& c : cases) {
    CAPTURE(c.why);
    auto file = whole;
    c.breaks(file);
    const auto sentence = refusal_of(file);
    CAPTURE(sentence);
    CHECK(sentence.contains(c.sentence));
  }
}

TEST_CASE("a tag that claims to be longer than the file ends nothing but the reading of it") {
  auto file = made_id3(20);
  file[6] = 0x7f;
  add(file, made_flac(1));
  CHECK(refusal_of(file).contains("longer than the file"));
}

TEST_CASE("more blocks than any program writes are not all walked") {
  auto file = made_flac_head(0);
  file[4] = 0;
  for (int i = 0; i < 2'000; ++i)
    add_number(file, 0x0100'0000, 4);
  CHECK(refusal_of(file).contains("more blocks"));
}

TEST_CASE("a file that plays for longer than a recording can is refused") {
  // At 1 Hz every frame is a slice of its own.
  auto file = made_flac_head(0, 1, 16);
  file[18] = 0;
  file[19] = 0;
  file[20] = static_cast<std::uint8_t>(0x10 | (file[20] & 0x0f));
  for (std::uint64_t i = 0; i <= most_slices; ++i)
    add(file, made_flac_frame({.number = i, .samples = 16, .rate_code = 0}, constant_subframe(0)));
  CHECK(refusal_of(file).contains("longer than a recording can"));
}

TEST_CASE("a disk that fails is not the file's fault") {
  class Broken final : public ByteSource {
   public:
    [[nodiscard]] std::uint64_t bytes() const noexcept override { return 1'000'000; }
    Result<std::size_t> read(std::uint64_t, std::span<std::uint8_t>) override {
      return fail(Errc::storage, "The disk is gone.");
    }
  };
  Broken source;
  const auto map = make_slice_map(source);
  REQUIRE_FALSE(map);
  CHECK(map.error().code == Errc::storage);
}

TEST_CASE("a file that shrinks while it is read is refused") {
  class Shrinking final : public ByteSource {
   public:
    [[nodiscard]] std::uint64_t bytes() const noexcept override { return 1'000'000; }
    Result<std::size_t> read(std::uint64_t, std::span<std::uint8_t>) override {
      return std::size_t{0};
    }
  };
  Shrinking source;
  const auto map = make_slice_map(source);
  REQUIRE_FALSE(map);
  CHECK(map.error().message.contains("shorter"));
}
