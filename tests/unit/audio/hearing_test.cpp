// Whole decodes of files by encoders that are not ours, and of the same files spoilt.

#include "audio/hearing.hpp"

#include "base/encoding.hpp"
#include "fake_archive/digests.hpp"
#include "fake_archive/encode.hpp"
#include "fake_archive/sound.hpp"
#include "unit/audio/made.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <string>
#include <vector>

using namespace tapedeck;
using namespace tapedeck::audio;
using namespace tapedeck::fake_archive;
using namespace tapedeck::test;

namespace {

constexpr std::size_t two_seconds = 2 * 44'100;

Bytes pressed(Coding coding, const Samples& samples, SoundShape shape = {}) {
  const auto text = encode(coding, samples, shape, Tags(), 1);
  return {text.begin(), text.end()};
}

Result<Hearing> heard(const Bytes& file) {
  MemorySource source(file);
  return hear(source);
}

Hearing well_heard(const Bytes& file) {
  auto hearing = heard(file);
  REQUIRE_MESSAGE(hearing.has_value(), (hearing ? "" : hearing.error().message));
  return *std::move(hearing);
}

/// All faults, one behind the other.
std::string faults_of(const Hearing& hearing) {
  std::string all;
  for (const auto& fault : hearing.faults)
    all += fault + " ";
  return all;
}

Bytes cut(Bytes file, std::size_t bytes) {
  file.resize(file.size() - bytes);
  return file;
}

Bytes flipped(Bytes file, std::size_t at) {
  file.at(at) = static_cast<std::uint8_t>(file.at(at) ^ 0x10);
  return file;
}

Bytes with(Bytes file, std::string_view behind) {
  add(file, behind);
  return file;
}

std::vector<std::int8_t> pairs_of(const Hearing& hearing) {
  auto text = hearing.waveform;
  while (text.ends_with('='))
    text.pop_back();
  std::ranges::replace(text, '+', '-');
  std::ranges::replace(text, '/', '_');
  const auto bytes = from_base64url(text);
  REQUIRE(bytes);
  return {bytes->begin(), bytes->end()};
}

/// A tone of so many dB below full scale, both channels alike.
Samples tone(double decibels, unsigned rate, std::size_t frames) {
  Samples samples;
  const auto size = std::pow(10.0, decibels / 20) * 32'767;
  for (std::size_t i = 0; i < frames; ++i) {
    const auto turn = 2 * std::numbers::pi * 1'000 * static_cast<double>(i) / rate;
    const auto sample = static_cast<std::int32_t>(std::lround(size * std::sin(turn)));
    samples.insert(samples.end(), 2, sample * 65'536);
  }
  return samples;
}

}  // namespace

TEST_CASE("a lossless file is heard to the MD5 of its samples") {
  struct Case {
    std::string_view why;
    Coding coding;
    SoundShape shape;
    Codec codec;
  };
  for (const auto& c : std::to_array<Case>({
           {"FLAC", Coding::flac, {}, Codec::flac},
           {"FLAC of 24 bits at 96 kHz", Coding::flac, {96'000, 24}, Codec::flac},
           {"Shorten", Coding::shorten, {}, Codec::shorten},
           {"WAV", Coding::wav, {}, Codec::wav},
           {"WAV of 24 bits", Coding::wav, {48'000, 24}, Codec::wav},
       })) {
    CAPTURE(c.why);
    const auto samples = record(1977, c.shape, two_seconds + 123);
    const auto hearing = well_heard(pressed(c.coding, samples, c.shape));
    CHECK(faults_of(hearing).empty());
    CHECK(hearing.notes.empty());
    CHECK(hearing.codec == c.codec);
    CHECK_FALSE(hearing.decoder.empty());
    CHECK(hearing.sample_rate == c.shape.rate);
    CHECK(hearing.channels == 2);
    CHECK(hearing.bits == c.shape.bits);
    CHECK(hearing.samples == two_seconds + 123);
    CHECK(hearing.pcm_md5 == md5_of_samples(samples, c.shape));
    CHECK(hearing.announced_md5 == (c.coding == Coding::flac ? hearing.pcm_md5 : ""));
    CHECK(pairs_of(hearing).size() == 2 * Hearing::most_pairs);
  }
}

TEST_CASE("the WAV file that was encoded is known by its MD5") {
  const auto samples = record(1977, {}, 44'100);
  const auto wav = digests_of(encode(Coding::wav, samples, {}, Tags(), 1)).md5;
  CHECK(well_heard(pressed(Coding::flac, samples)).wav_md5 == wav);
  CHECK(well_heard(pressed(Coding::shorten, samples)).wav_md5 == wav);
}

TEST_CASE("a lossy file is heard to the number of samples that was encoded") {
  for (const auto coding : {Coding::mp3, Coding::vorbis}) {
    CAPTURE(static_cast<int>(coding));
    const auto hearing = well_heard(pressed(coding, record(1977, {}, two_seconds + 123)));
    CHECK(faults_of(hearing).empty());
    CHECK(hearing.notes.empty());
    CHECK(hearing.codec == (coding == Coding::mp3 ? Codec::mp3 : Codec::vorbis));
    CHECK(hearing.samples == two_seconds + 123);
    CHECK(hearing.bits == 0);
    CHECK(hearing.pcm_md5.empty());
  }
}

TEST_CASE("what is wrong with a file is said, and the rest of it is heard") {
  const auto samples = record(1977, {}, two_seconds);
  const auto flac = pressed(Coding::flac, samples);
  const auto mp3 = pressed(Coding::mp3, samples);
  const auto vorbis = pressed(Coding::vorbis, samples);
  const auto shn = pressed(Coding::shorten, samples);
  const auto wav = pressed(Coding::wav, samples);
  auto between = made_mp3(100);
  const std::string_view nonsense = "no frame at all";
  between.insert(between.begin() + 50 * 417, nonsense.begin(), nonsense.end());
  struct Case {
    std::string_view why;
    Bytes file;
    std::string_view fault;
  };
  const std::vector<Case> cases{
      {"FLAC, its end missing", cut(flac, 3'000), "samples before the sound that it announces"},
      {"FLAC, a bit of a frame wrong", flipped(flac, flac.size() / 2), "damaged at 0:0"},
      {"FLAC, another MD5", flipped(flac, 30), "and it announces"},
      {"MP3, its end missing", cut(mp3, 3'000), "frames before the end that its encoder announces"},
      {"MP3, cut within a frame", cut(mp3, 3), "cut off within its last frame"},
      {"MP3, something between frames", between, "something else than sound"},
      {"Ogg, its end missing", cut(vorbis, 10'000), "ends before its last page"},
      {"Ogg, a bit of a page wrong", flipped(vorbis, vorbis.size() / 2), "a page's sum is wrong"},
      {"Shorten, its end missing", cut(shn, 3'000), "it breaks off"},
      {"WAV, its end missing", cut(wav, 3'000), "750 samples before the sound"},
  };
  for (const auto& c : cases) {
    CAPTURE(c.why);
    const auto hearing = well_heard(c.file);
    CAPTURE(faults_of(hearing));
    CHECK(faults_of(hearing).contains(c.fault));
    CHECK(hearing.samples > 10'000);
  }
}

TEST_CASE("what lies between the frames of an MP3 file is left out, and the rest is heard") {
  auto file = made_mp3(100);
  const auto whole = well_heard(file);
  CHECK(faults_of(whole).empty());
  const std::string_view nonsense = "no frame at all";
  file.insert(file.begin() + 50 * 417, nonsense.begin(), nonsense.end());
  CHECK(well_heard(file).samples == whole.samples);
}

TEST_CASE("something behind the sound is noted; a tag is nothing to note") {
  const auto samples = record(1977, {}, 44'100);
  auto tag = std::string(128, '\0');
  tag.replace(0, 3, "TAG");
  for (const auto coding : {Coding::flac, Coding::mp3, Coding::shorten}) {
    CAPTURE(static_cast<int>(coding));
    const auto file = pressed(coding, samples);
    const auto other = well_heard(with(file, "something else"));
    CHECK(faults_of(other).contains(coding == Coding::mp3 ? "something else than sound" : ""));
    if (coding != Coding::mp3) {
      REQUIRE(other.notes.size() == 1);
      CHECK(other.notes[0] == "14 bytes that are no sound lie at its end.");
    }
    const auto tagged = well_heard(with(file, tag));
    CHECK(faults_of(tagged).empty());
    CHECK(tagged.notes.empty());
    CHECK(tagged.pcm_md5 == well_heard(file).pcm_md5);
  }
}

TEST_CASE("a file with a tag and pictures before its sound is heard like one without") {
  auto tagged = made_id3(70'001);
  const auto flac = pressed(Coding::flac, record(5, {}, 44'100));
  add(tagged, flac);
  CHECK(well_heard(tagged) == well_heard(flac));
}

TEST_CASE("what is no sound is refused with a sentence") {
  const auto vorbis = pressed(Coding::vorbis, record(5, {}, 44'100));
  struct Case {
    std::string_view why;
    Bytes file;
  };
  const std::string_view page = "<html>not sound</html>";
  for (const auto& c : std::vector<Case>{
           {"nothing", {}},
           {"a page", Bytes(page.begin(), page.end())},
           {"FLAC's word alone", {'f', 'L', 'a', 'C'}},
           {"FLAC without a frame", made_flac_head(4'096)},
           {"Ogg's word alone", {'O', 'g', 'g', 'S'}},
           {"Ogg, the head alone", cut(vorbis, vorbis.size() - 60)},
           {"Shorten's word alone", {'a', 'j', 'k', 'g', 2}},
           {"Shorten of zeros", Bytes{'a', 'j', 'k', 'g', 2, 0, 0, 0, 0, 0, 0, 0}},
           {"RIFF without a format", {'R', 'I', 'F', 'F', 0, 0, 0, 0, 'W', 'A', 'V', 'E'}}}) {
    CAPTURE(c.why);
    const auto hearing = heard(c.file);
    REQUIRE_FALSE(hearing);
    CHECK(hearing.error().code == Errc::invalid);
    CHECK(hearing.error().message.ends_with("."));
  }
}

TEST_CASE("a tone 23 dB below full scale is as loud as EBU Tech 3341 says") {
  const auto hearing =
      well_heard(pressed(Coding::wav, tone(-23, 48'000, 20 * 48'000), {48'000, 16}));
  REQUIRE(hearing.loudness);
  CHECK(std::abs(*hearing.loudness + 23) <= 0.1);
  REQUIRE(hearing.loudness_range);
  CHECK(*hearing.loudness_range <= 0.1);
  CHECK(std::abs(hearing.peak - std::pow(10.0, -23.0 / 20)) < 0.001);
}

TEST_CASE("silence has no loudness and a flat waveform") {
  auto file = made_flac_head(20 * 4'096);
  for (std::uint64_t i = 0; i < 20; ++i)
    add(file, made_flac_frame({.number = i}, constant_subframe(0)));
  const auto hearing = well_heard(file);
  CHECK(faults_of(hearing).empty());
  CHECK_FALSE(hearing.loudness);
  CHECK_FALSE(hearing.loudness_range);
  CHECK(hearing.peak == 0);
  CHECK(std::ranges::all_of(pairs_of(hearing), [](auto value) { return value == 0; }));
}

TEST_CASE("the waveform shows where a track is loud") {
  constexpr std::size_t frames = 400'000;
  Samples samples(2 * frames, 0);
  for (std::size_t i = frames / 2; i < frames; ++i) {
    samples[2 * i] = i % 2 == 0 ? 16'384 * 65'536 : -8'192 * 65'536;
  }
  const auto pairs = pairs_of(well_heard(pressed(Coding::flac, samples)));
  REQUIRE(pairs.size() == 2'000);
  for (const std::size_t pair : {0U, 250U, 498U}) {
    CHECK(pairs[2 * pair] == 0);
    CHECK(pairs[2 * pair + 1] == 0);
  }
  for (const std::size_t pair : {501U, 750U, 999U}) {
    CHECK(pairs[2 * pair] == -32);
    CHECK(pairs[2 * pair + 1] == 64);
  }
}

TEST_CASE("a file of fewer samples than a waveform has pairs gives one for each") {
  CHECK(pairs_of(well_heard(pressed(Coding::flac, record(5, {}, 300)))).size() == 600);
}

TEST_CASE("the sums of a file are those of its bytes") {
  const Bytes bytes{'a', 'b', 'c'};
  MemorySource source(bytes);
  const auto sums = sums_of(source);
  REQUIRE(sums);
  CHECK(sums->bytes == 3);
  CHECK(sums->md5 == "900150983cd24fb0d6963f7d28e17f72");
  CHECK(sums->sha1 == "a9993e364706816aba3e25717850c26c9cd0d89d");
}
