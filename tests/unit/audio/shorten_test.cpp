// Shorten's rarer functions, written by hand: no encoder for it is to be had.

#include "audio/hearing.hpp"
#include "fake_archive/encode.hpp"
#include "unit/audio/made.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <bit>
#include <string>
#include <vector>

using namespace tapedeck;
using namespace tapedeck::audio;
using namespace tapedeck::test;

namespace {

/// Writes codes bit by bit, the highest first.
class Codes {
 public:
  Codes& code(std::uint32_t value, unsigned width) {
    for (auto zeros = value >> width; zeros > 0; --zeros)
      bit(false);
    bit(true);
    for (unsigned i = width; i > 0; --i)
      bit((value >> (i - 1) & 1) != 0);
    return *this;
  }

  Codes& sign(std::int32_t value, unsigned width) {
    const auto folded = static_cast<std::uint32_t>(value < 0 ? ~value : value) << 1;
    return code(folded | (value < 0 ? 1U : 0U), width + 1);
  }

  Codes& number(std::uint32_t value) {
    const auto width = static_cast<unsigned>(std::bit_width(value));
    return code(width, 2).code(value, width);
  }

  /// Whole words, behind the magic.
  [[nodiscard]] Bytes file() {
    while (used_ != 0 || bytes_.size() % 4 != 0)
      bit(false);
    Bytes file{'a', 'j', 'k', 'g', 2};
    add(file, bytes_);
    return file;
  }

 private:
  void bit(bool one) {
    current_ = static_cast<std::uint8_t>(current_ << 1 | (one ? 1 : 0));
    if (++used_ < 8) return;
    bytes_.push_back(current_);
    used_ = 0;
  }

  Bytes bytes_;
  std::uint8_t current_ = 0;
  unsigned used_ = 0;
};

/// One channel at 44.1 kHz; blocks of `block`.
Codes made_shorten(std::uint32_t samples, std::uint32_t block, std::uint32_t order,
                   std::uint32_t means) {
  Bytes wav;
  add(wav, "RIFF");
  add_number(wav, 0, 4);
  add(wav, "WAVEfmt ");
  add(wav, Bytes{16, 0, 0, 0, 1, 0, 1, 0, 0x44, 0xac, 0, 0, 0x88, 0x58, 1, 0, 2, 0, 16, 0});
  add(wav, "data");
  for (int shift = 0; shift < 32; shift += 8)
    wav.push_back(static_cast<std::uint8_t>(2 * samples >> shift));
  Codes codes;
  codes.number(5).number(1).number(block).number(order).number(means).number(0);
  codes.code(9, 2).code(static_cast<std::uint32_t>(wav.size()), 5);
  for (const auto byte : wav)
    codes.code(byte, 8);
  return codes;
}

std::string md5_of_sound(const std::vector<std::int16_t>& samples) {
  std::vector<std::int32_t> high;
  for (const auto sample : samples)
    high.push_back(sample * 65'536);
  return fake_archive::md5_of_samples(high, {});
}

Hearing heard_well(const Bytes& file) {
  MemorySource source(file);
  auto hearing = hear(source);
  REQUIRE_MESSAGE(hearing.has_value(), (hearing ? "" : hearing.error().message));
  CHECK(hearing->faults.empty());
  return *std::move(hearing);
}

}  // namespace

TEST_CASE("Shorten's linear predictor, with its rounding") {
  auto codes = made_shorten(4, 4, 2, 0);
  // One weight of 32 thirty-seconds: the sample before, and 32 / 32 for the rounding.
  codes.code(7, 2).code(2, 3).code(1, 2).sign(32, 5);
  for (const auto rest : {99, 9, -1, -21})
    codes.sign(rest, 2);
  codes.code(4, 2);
  CHECK(heard_well(codes.file()).pcm_md5 == md5_of_sound({100, 110, 110, 90}));
}

TEST_CASE("Shorten's running mean is where a block without a predictor begins") {
  auto codes = made_shorten(12, 4, 0, 1);
  codes.code(0, 2).code(2, 3);
  for (const auto rest : {100, 101, 99, 100})
    codes.sign(rest, 2);
  codes.code(0, 2).code(0, 3);
  for (const auto rest : {0, 1, -1, 0})
    codes.sign(rest, 0);
  codes.code(8, 2);  // zeros
  codes.code(4, 2);
  CHECK(heard_well(codes.file()).pcm_md5 ==
        md5_of_sound({100, 101, 99, 100, 100, 101, 99, 100, 0, 0, 0, 0}));
}

TEST_CASE("Shorten's shift makes every sample a multiple") {
  auto codes = made_shorten(6, 4, 0, 0);
  codes.code(6, 2).code(2, 2);
  codes.code(1, 2).code(2, 3);
  for (const auto rest : {10, 1, 0, -1})
    codes.sign(rest, 2);
  codes.code(5, 2).number(2);  // a shorter block
  codes.code(1, 2).code(0, 3).sign(0, 0).sign(-2, 0);
  codes.code(4, 2);
  CHECK(heard_well(codes.file()).pcm_md5 == md5_of_sound({40, 44, 44, 40, 40, 32}));
}

TEST_CASE("a sample of Shorten that 16 bits do not hold shows that it is damaged") {
  auto codes = made_shorten(1, 1, 0, 0);
  codes.code(0, 2).code(16, 3).sign(40'000, 16).code(4, 2);
  const auto file = codes.file();
  MemorySource source(file);
  const auto hearing = hear(source);
  REQUIRE(hearing);
  REQUIRE(hearing->faults.size() == 1);
  CHECK(hearing->faults[0].contains("does not fit into 16 bits"));
}

TEST_CASE("a table for seeking behind Shorten's sound is nothing to note") {
  auto codes = made_shorten(1, 1, 0, 0);
  codes.code(0, 2).code(2, 3).sign(1, 2).code(4, 2);
  auto file = codes.file();
  add(file, "SEEK and so on SHNAMPSK");
  CHECK(heard_well(file).notes.empty());
}
