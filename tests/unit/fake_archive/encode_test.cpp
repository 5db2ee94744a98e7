#include "fake_archive/encode.hpp"

#include "fake_archive/digests.hpp"
#include "fake_archive/memory_file.hpp"
#include "unit/fake_archive/shorten_decoder.hpp"

#include <doctest/doctest.h>
#include <sndfile.h>

#include <algorithm>
#include <array>

using namespace tapedeck;
using namespace tapedeck::fake_archive;

namespace {

struct Decoded {
  unsigned rate = 0;
  Samples samples;
};

Decoded decode(std::string bytes) {
  MemoryFile memory(std::move(bytes));
  auto io = MemoryFile::callbacks();
  SF_INFO info{};
  SNDFILE* file = sf_open_virtual(&io, SFM_READ, &info, &memory);
  REQUIRE(file != nullptr);
  Decoded decoded;
  decoded.rate = static_cast<unsigned>(info.samplerate);
  decoded.samples.resize(static_cast<std::size_t>(info.frames) * channels);
  const auto got = sf_readf_int(file, decoded.samples.data(), info.frames);
  decoded.samples.resize(static_cast<std::size_t>(got) * channels);
  sf_close(file);
  return decoded;
}

/// The largest step between neighbouring frames of the left channel.
std::int64_t largest_step(std::span<const std::int32_t> samples) {
  std::int64_t largest = 0;
  for (std::size_t i = channels; i < samples.size(); i += channels)
    largest = std::max(largest, std::abs(std::int64_t{samples[i]} - samples[i - channels]));
  return largest;
}

constexpr SoundShape cd{};
constexpr SoundShape hi_res{96'000, 24};

}  // namespace

TEST_CASE("the same seed records the same evening, another seed another one") {
  CHECK(record(7, cd, 5'000) == record(7, cd, 5'000));
  CHECK(record(7, cd, 5'000) != record(8, cd, 5'000));
}

TEST_CASE("the sound is loud enough to hear and never clipped") {
  const auto evening = record(7, cd, 100'000);
  const auto loudest = *std::ranges::max_element(evening);
  CHECK(loudest > 1 << 27);
  CHECK(loudest < INT32_MAX - (1 << 16));
}

TEST_CASE("the tone is as loud after half a minute as at first") {
  const auto evening = record(7, cd, 44'100 * 32);
  const auto loudest = [&evening](std::size_t first) {
    const auto second = std::span(evening).subspan(first * channels, 88'200 * channels);
    return *std::ranges::max_element(second);
  };
  CHECK(loudest(44'100 * 30) > loudest(0) / 2);
}

TEST_CASE("lossless files give back every sample") {
  struct Case {
    Coding coding;
    SoundShape shape;
  };
  for (const auto& c : std::to_array<Case>({{Coding::flac, cd},
                                            {Coding::flac, hi_res},
                                            {Coding::flac, {48'000, 24}},
                                            {Coding::wav, cd}})) {
    CAPTURE(static_cast<int>(c.coding));
    const auto samples = record(3, c.shape, 12'345);
    const auto decoded = decode(encode(c.coding, samples, c.shape, {}, 1));
    CHECK(decoded.rate == c.shape.rate);
    CHECK(decoded.samples == samples);
  }
}

TEST_CASE("a Shorten file gives back every sample and its WAV header") {
  for (const std::size_t frames : {1UL, 255UL, 256UL, 257UL, 10'007UL}) {
    CAPTURE(frames);
    const auto samples = record(5, cd, frames);
    const auto back = unshorten(encode(Coding::shorten, samples, cd, {}, 1));
    CHECK(back.header.starts_with("RIFF"));
    REQUIRE(back.samples.size() == samples.size());
    bool equal = true;
    for (std::size_t i = 0; i < samples.size(); ++i)
      equal = equal && back.samples[i] << 16 == samples[i];
    CHECK(equal);
  }
}

TEST_CASE("a Shorten file is smaller than the sound in it") {
  const auto samples = record(5, cd, 44'100);
  CHECK(encode(Coding::shorten, samples, cd, {}, 1).size() < samples.size() * 2);
}

TEST_CASE("lossy files are exact in length") {
  for (const auto coding : {Coding::mp3, Coding::vorbis}) {
    CAPTURE(static_cast<int>(coding));
    const auto samples = record(3, cd, 60'001);
    CHECK(decode(encode(coding, samples, cd, {}, 1)).samples.size() == samples.size());
  }
}

TEST_CASE("an MP3 says how many frames a player must drop") {
  const auto bytes = encode(Coding::mp3, record(3, cd, 60'001), cd, {}, 1);
  CHECK(bytes.contains("Xing"));
  CHECK(bytes.contains("LAME3"));
}

TEST_CASE("two tracks cut from one evening join without a step, in every coding") {
  constexpr std::size_t seam = 30'011;
  const auto evening = record(9, cd, 60'000);
  const auto whole = std::span<const std::int32_t>(evening);
  const auto usual = largest_step(whole);
  for (const auto coding : {Coding::flac, Coding::wav, Coding::mp3, Coding::vorbis}) {
    CAPTURE(static_cast<int>(coding));
    auto joined = decode(encode(coding, whole.first(seam * channels), cd, {}, 1)).samples;
    const auto second = decode(encode(coding, whole.subspan(seam * channels), cd, {}, 2)).samples;
    joined.insert(joined.end(), second.begin(), second.end());
    CHECK(joined.size() == evening.size());
    const auto at_seam = std::span(joined).subspan((seam - 2) * channels, 4 * channels);
    CHECK(largest_step(at_seam) <= usual * 2);
  }
}

TEST_CASE("making a file twice gives the same bytes") {
  const auto samples = record(3, cd, 20'000);
  const Tags tags{"Title", "Artist", "Album", "1"};
  for (const auto coding :
       {Coding::flac, Coding::shorten, Coding::wav, Coding::mp3, Coding::vorbis}) {
    CAPTURE(static_cast<int>(coding));
    CHECK(encode(coding, samples, cd, tags, 7) == encode(coding, samples, cd, tags, 7));
  }
}

TEST_CASE("the sum of the samples is the one a FLAC file carries") {
  for (const auto& shape : {cd, hi_res}) {
    const auto samples = record(3, shape, 9'999);
    const auto flac = encode(Coding::flac, samples, shape, {}, 1);
    // RFC 9639: "fLaC", a block header of 4 bytes, then STREAMINFO, whose last 16 bytes are the
    // MD5.
    std::string sum;
    for (const char byte : flac.substr(4 + 4 + 18, 16)) {
      constexpr std::string_view digits = "0123456789abcdef";
      sum += digits[static_cast<unsigned char>(byte) >> 4];
      sum += digits[static_cast<unsigned char>(byte) & 15];
    }
    CHECK(md5_of_samples(samples, shape) == sum);
  }
}

TEST_CASE("sums are spelled as the Archive spells them") {
  CHECK(digests_of("abc") == Digests{"900150983cd24fb0d6963f7d28e17f72",
                                     "a9993e364706816aba3e25717850c26c9cd0d89d", "352441c2"});
  CHECK(digests_of("item-25").crc32 == "390b9d");  // no leading zeros
  CHECK(digests_of("").crc32 == "0");
}
