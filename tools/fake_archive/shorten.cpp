#include "fake_archive/shorten.hpp"

#include "base/ensure.hpp"
#include "fake_archive/sound.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdlib>
#include <vector>

namespace tapedeck::fake_archive {

namespace {

// Widths of the fields and numbers of the functions, named as in the original program.
constexpr unsigned ulong_size = 2;
constexpr unsigned function_size = 2;
constexpr unsigned energy_size = 3;
constexpr unsigned verbatim_count_size = 5;
constexpr unsigned verbatim_byte_size = 8;
constexpr std::uint32_t function_diff0 = 0;
constexpr std::uint32_t function_quit = 4;
constexpr std::uint32_t function_block_size = 5;
constexpr std::uint32_t function_verbatim = 9;
constexpr std::uint32_t type_signed_16_low_high = 5;
constexpr std::size_t block_frames = 256;
constexpr unsigned highest_order = 3;

/// Writes codes bit by bit, the highest first.
class BitWriter {
 public:
  /// `value >> width` zeros, a one, and the lowest `width` bits.
  void unsigned_code(std::uint32_t value, unsigned width) {
    for (std::uint32_t zeros = value >> width; zeros > 0; --zeros)
      bit(false);
    bit(true);
    for (unsigned i = width; i > 0; --i)
      bit((value >> (i - 1) & 1) != 0);
  }

  /// Folds the sign into the lowest bit, one wider.
  void signed_code(std::int32_t value, unsigned width) {
    const auto folded = static_cast<std::uint32_t>(value < 0 ? ~value : value) << 1;
    unsigned_code(folded | (value < 0 ? 1U : 0U), width + 1);
  }

  /// A number that brings its own width along.
  void number(std::uint32_t value) {
    const auto width = static_cast<unsigned>(std::bit_width(value));
    unsigned_code(width, ulong_size);
    unsigned_code(value, width);
  }

  /// The bytes so far, filled up to a whole word of 32 bits.
  std::string finish() {
    while (used_ != 0 || bytes_.size() % 4 != 0)
      bit(false);
    return std::move(bytes_);
  }

 private:
  void bit(bool one) {
    current_ = static_cast<unsigned char>(current_ << 1 | (one ? 1 : 0));
    if (++used_ < 8) return;
    bytes_ += static_cast<char>(current_);
    used_ = 0;
  }

  std::string bytes_;
  unsigned char current_ = 0;
  unsigned used_ = 0;
};

/// One channel of a block, with the three samples before it.
using History = std::array<std::int32_t, 3>;

/// What a polynomial predictor of order 0 to 3 leaves of each sample.
std::vector<std::int32_t> residuals(std::span<const std::int32_t> block, History before,
                                    unsigned order) {
  std::vector<std::int32_t> left;
  left.reserve(block.size());
  for (const auto sample : block) {
    const auto [a, b, c] = before;  // the last sample first
    const std::array<std::int32_t, 4> guess{0, a, 2 * a - b, 3 * (a - b) + c};
    left.push_back(sample - guess.at(order));
    before = {sample, a, b};
  }
  return left;
}

std::uint64_t sum_of_sizes(std::span<const std::int32_t> values) {
  std::uint64_t sum = 0;
  for (const auto value : values)
    sum += static_cast<std::uint64_t>(std::abs(value));
  return sum;
}

/// The width at which the Rice codes of `values` are about shortest: their mean size in bits.
unsigned rice_width(std::span<const std::int32_t> values) {
  const auto mean = sum_of_sizes(values) / values.size();
  return static_cast<unsigned>(std::bit_width(mean));
}

/// Writes one channel of a block with the predictor that leaves least.
void write_block(BitWriter& out, std::span<const std::int32_t> block, History& history) {
  unsigned best = 0;
  auto left = residuals(block, history, 0);
  for (unsigned order = 1; order <= highest_order; ++order) {
    auto other = residuals(block, history, order);
    if (sum_of_sizes(other) >= sum_of_sizes(left)) continue;
    best = order;
    left = std::move(other);
  }
  const auto width = rice_width(left);
  out.unsigned_code(function_diff0 + best, function_size);
  out.unsigned_code(width, energy_size);
  for (const auto value : left)
    out.signed_code(value, width);
  for (const auto sample : block.last(std::min<std::size_t>(block.size(), history.size())))
    history = {sample, history[0], history[1]};
}

void write_header(BitWriter& out, std::string_view wav_header) {
  out.number(type_signed_16_low_high);
  out.number(channels);
  out.number(block_frames);
  out.number(0);  // no linear predictor
  out.number(0);  // no running mean
  out.number(0);  // no bytes to skip
  out.unsigned_code(function_verbatim, function_size);
  out.unsigned_code(static_cast<std::uint32_t>(wav_header.size()), verbatim_count_size);
  for (const char byte : wav_header)
    out.unsigned_code(static_cast<unsigned char>(byte), verbatim_byte_size);
}

}  // namespace

std::string shorten(std::string_view wav, std::span<const std::int32_t> samples) {
  ensure(wav.size() > samples.size() * 2, "a WAV file holds its samples and a header");
  BitWriter out;
  write_header(out, wav.substr(0, wav.size() - samples.size() * 2));

  std::array<History, channels> histories{};
  const auto frames = samples.size() / channels;
  for (std::size_t first = 0; first < frames; first += block_frames) {
    const auto size = std::min(block_frames, frames - first);
    if (size < block_frames) {
      out.unsigned_code(function_block_size, function_size);
      out.number(static_cast<std::uint32_t>(size));
    }
    for (std::size_t channel = 0; channel < channels; ++channel) {
      std::vector<std::int32_t> block;
      block.reserve(size);
      for (std::size_t i = 0; i < size; ++i)
        block.push_back(samples[(first + i) * channels + channel] >> 16);
      write_block(out, block, histories.at(channel));
    }
  }
  out.unsigned_code(function_quit, function_size);
  return std::string("ajkg\x02", 5) + out.finish();
}

}  // namespace tapedeck::fake_archive
