// Slices against whole files, by encoders and decoders that are not ours.

#include "audio/slice_map.hpp"
#include "base/encoding.hpp"
#include "fake_archive/encode.hpp"
#include "fake_archive/sound.hpp"
#include "support/decoders.hpp"
#include "unit/audio/made.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <random>
#include <span>

using namespace tapedeck;
using namespace tapedeck::audio;
using namespace tapedeck::fake_archive;
using namespace tapedeck::test;

namespace {

Bytes encoded(Coding coding, std::span<const std::int32_t> samples, SoundShape shape) {
  Tags tags;
  tags.title = "Scarlet Begonias";
  const auto text = encode(coding, samples, shape, tags, 1);
  return {text.begin(), text.end()};
}

SliceMap sliced(const Bytes& file) {
  MemorySource source(file);
  auto map = make_slice_map(source);
  REQUIRE_MESSAGE(map.has_value(), (map ? "" : map.error().message));
  return std::move(*map);
}

/// The bytes a player gives to its decoder: as web/src/core/slices.ts makes them.
Bytes wrapped(const SliceMap& map, const Bytes& file, const Slice& slice) {
  Bytes bytes;
  if (map.codec == Codec::flac) {
    auto text = map.head;
    std::ranges::replace(text, '+', '-');
    std::ranges::replace(text, '/', '_');
    const auto head = from_base64url(text);
    REQUIRE(head);
    REQUIRE(head->size() == 42);
    bytes = *head;
    const std::uint64_t decoded = slice.drop_samples + slice.keep_samples;
    bytes[21] = static_cast<std::uint8_t>((bytes[21] & 0xf0) | decoded >> 32);
    for (std::size_t i = 0; i < 4; ++i)
      bytes[22 + i] = static_cast<std::uint8_t>(decoded >> (24 - 8 * i));
  }
  bytes.insert(bytes.end(), file.begin() + static_cast<std::ptrdiff_t>(slice.first_byte),
               file.begin() + static_cast<std::ptrdiff_t>(slice.end_byte));
  return bytes;
}

/// Every slice decoded by itself, cut to what it keeps, one behind the other.
std::vector<std::int32_t> played(const SliceMap& map, const Bytes& file) {
  std::vector<std::int32_t> out;
  for (const auto& slice : map.slices) {
    const auto bytes = wrapped(map, file, slice);
    const auto pcm = map.codec == Codec::flac ? decode_flac(bytes) : decode_mp3(bytes);
    REQUIRE(pcm.whole);
    REQUIRE(pcm.channels == map.channels);
    REQUIRE(pcm.rate == map.sample_rate);
    const auto first = std::size_t{slice.drop_samples} * pcm.channels;
    const auto count = std::size_t{slice.keep_samples} * pcm.channels;
    REQUIRE(pcm.samples.size() >= first + count);
    const auto kept = std::span(pcm.samples).subspan(first, count);
    out.insert(out.end(), kept.begin(), kept.end());
  }
  return out;
}

std::int32_t largest_difference(std::span<const std::int32_t> a, std::span<const std::int32_t> b) {
  std::int32_t largest = 0;
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i)
    largest = std::max(largest, std::abs(a[i] - b[i]));
  return largest;
}

}  // namespace

TEST_CASE("slices of FLAC decode to the very samples of the whole file") {
  struct Case {
    std::string_view why;
    SoundShape shape;
    std::size_t frames;
  };
  for (const auto& c : std::to_array<Case>({{"a CD's track", {}, 19 * 44'100 + 123},
                                            {"24 bits at 96 kHz", {96'000, 24}, 4 * 96'000 + 7},
                                            {"shorter than a slice", {}, 1'000},
                                            {"one sample", {}, 1}})) {
    CAPTURE(c.why);
    const auto evening = record(1977, c.shape, c.frames);
    const auto file = encoded(Coding::flac, evening, c.shape);
    const auto map = sliced(file);
    CHECK(map.samples == c.frames);
    const auto whole = decode_flac(file);
    REQUIRE(whole.whole);
    CHECK(whole.samples.size() == c.frames * channels);
    CHECK(played(map, file) == whole.samples);
  }
}

TEST_CASE("slices of FLAC with frames of different lengths decode to the samples of the whole") {
  std::minstd_rand dice(1'977);
  auto file = made_flac_head(0, 1, 4'608);
  std::uint64_t at = 0;
  while (at < 4 * 44'100) {
    const auto samples = static_cast<std::uint32_t>(16 + dice() % 4'500);
    std::vector<std::int16_t> sound(samples);
    for (auto& sample : sound)
      sample = static_cast<std::int16_t>(dice());
    add(file, made_flac_frame({.number = at, .samples = samples, .variable = true},
                              verbatim_subframe(sound)));
    at += samples;
  }
  const auto map = sliced(file);
  CHECK(map.slices.size() == 3);
  CHECK(map.samples == at);
  const auto whole = decode_flac(file);
  REQUIRE(whole.whole);
  CHECK(played(map, file) == whole.samples);
}

TEST_CASE("slices of MP3 have the length that was encoded, and sound like the whole file") {
  struct Case {
    std::string_view why;
    SoundShape shape;
    std::size_t frames;
  };
  for (const auto& c : std::to_array<Case>({{"44.1 kHz", {}, 19 * 44'100 + 123},
                                            {"48 kHz", {48'000, 16}, 5 * 48'000 + 1},
                                            {"MPEG-2 at 22.05 kHz", {22'050, 16}, 6 * 22'050},
                                            {"MPEG-2.5 at 11.025 kHz", {11'025, 16}, 9 * 11'025},
                                            {"shorter than a slice", {}, 5'000}})) {
    CAPTURE(c.why);
    const auto evening = record(1977, c.shape, c.frames);
    const auto file = encoded(Coding::mp3, evening, c.shape);
    const auto map = sliced(file);
    CHECK(map.samples == c.frames);
    const auto whole = decode_mp3(file);
    REQUIRE(whole.whole);
    REQUIRE(whole.samples.size() == c.frames * channels);
    const auto slices = played(map, file);
    REQUIRE(slices.size() == whole.samples.size());
    // Decoders add in another order when they begin elsewhere: the last of 16 bits may differ.
    CHECK(largest_difference(slices, whole.samples) <= 1);
  }
}

TEST_CASE("two tracks cut from one evening join to the exact number of samples") {
  constexpr std::size_t seam = 3 * 44'100 + 311;
  constexpr std::size_t frames = 7 * 44'100;
  const auto evening = record(1977, {}, frames);
  const auto whole = std::span<const std::int32_t>(evening);
  for (const auto coding : {Coding::flac, Coding::mp3}) {
    CAPTURE(static_cast<int>(coding));
    const auto first = encoded(coding, whole.first(seam * channels), {});
    const auto second = encoded(coding, whole.subspan(seam * channels), {});
    auto joined = played(sliced(first), first);
    CHECK(joined.size() == seam * channels);
    const auto rest = played(sliced(second), second);
    joined.insert(joined.end(), rest.begin(), rest.end());
    REQUIRE(joined.size() == evening.size());
    if (coding != Coding::flac) continue;
    bool equal = true;
    for (std::size_t i = 0; i < joined.size(); ++i)
      equal = equal && joined[i] == evening[i] >> 16;
    CHECK(equal);
  }
}

TEST_CASE("a file with something before its sound has the same slices, further behind") {
  const auto evening = record(5, {}, 4 * 44'100);
  for (const auto coding : {Coding::flac, Coding::mp3}) {
    const auto plain = encoded(coding, evening, {});
    auto tagged = made_id3(70'001);
    add(tagged, plain);
    auto map = sliced(tagged);
    for (auto& slice : map.slices) {
      slice.first_byte -= 70'001;
      slice.end_byte -= 70'001;
    }
    CHECK(map == sliced(plain));
  }
}
