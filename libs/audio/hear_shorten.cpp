#include "audio/bit_reader.hpp"
#include "audio/hearing_parts.hpp"
#include "base/encoding.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <optional>
#include <string_view>
#include <tuple>
#include <vector>

// Shorten as its author describes it and as others read it: T. Robinson, "SHORTEN: Simple lossless
// and near-lossless waveform compression", CUED/F-INFENG/TR.156 (1994), and FFmpeg's decoder
// (libavcodec/shorten.c) for what that leaves open. There are no sums in it: what shows that a file
// is damaged is a code, a size or a sample that cannot be.

namespace tapedeck::audio {
namespace {

// Widths of the fields, named as in the original program.
constexpr unsigned type_size = 4;
constexpr unsigned channel_size = 0;
constexpr unsigned block_size_size = 8;
constexpr unsigned predictor_size = 2;
constexpr unsigned mean_size = 0;
constexpr unsigned skip_size = 1;
constexpr unsigned ulong_size = 2;
constexpr unsigned function_size = 2;
constexpr unsigned energy_size = 3;
constexpr unsigned bit_shift_size = 2;
constexpr unsigned coefficient_size = 5;
constexpr unsigned verbatim_count_size = 5;
constexpr unsigned verbatim_byte_size = 8;

enum class Function : std::uint32_t {
  diff0,
  diff1,
  diff2,
  diff3,
  quit,
  block_size,
  bit_shift,
  predict,
  zero,
  verbatim
};

constexpr std::uint32_t signed_16_low_high = 5;
constexpr unsigned coefficient_bits = 5;  // behind the point
constexpr std::uint32_t most_block = 65'535;
constexpr std::uint32_t most_order = 32;
constexpr std::uint32_t most_means = 64;
constexpr std::uint32_t most_width = 31;
constexpr std::uint32_t most_verbatim = 4'096;

std::unexpected<Error> bad_shorten() {
  return fail(Errc::invalid,
              "The head of this Shorten file is damaged, or of a kind that is not read.");
}

/// Sums as the original program makes them: what runs over wraps round.
std::int64_t wrapping(std::uint64_t sum) { return static_cast<std::int64_t>(sum); }

/// One channel: a block of samples, with those before it that predictors look back at.
struct ShortenChannel {
  std::vector<std::int32_t> samples;  ///< `before` old ones, then the block.
  std::vector<std::int64_t> means;    ///< Of the blocks before, the latest last.
};

class ShortenReader {
 public:
  ShortenReader(Window& window, std::uint64_t at, unsigned version, Listener& listener)
      : in_(window, at), version_(version), listener_(listener) {}

  /// The head, with the WAV header that is kept in it. Errors: `invalid`; the source's.
  Result<void> begin() {
    const auto type = number(type_size);
    channel_count_ = number(channel_size);
    if (version_ > 0) {
      block_ = number(block_size_size);
      order_ = number(predictor_size);
      mean_count_ = number(mean_size);
      const auto skipped = number(skip_size);
      for (std::uint32_t i = 0; i < std::min(skipped, most_verbatim); ++i)
        std::ignore = in_.bits(8);
    }
    if (in_.broken()) return std::unexpected(*in_.broken());
    if (type != signed_16_low_high || channel_count_ < 1 || channel_count_ > 2 || block_ < 1 ||
        block_ > most_block || order_ > most_order || mean_count_ > most_means || in_.ended())
      return bad_shorten();
    before_ = std::max<std::size_t>(3, order_);
    channels_.resize(channel_count_);
    for (auto& channel : channels_) {
      channel.samples.resize(before_ + block_);
      channel.means.resize(std::max<std::size_t>(1, mean_count_));
    }
    return begin_wav();
  }

  /// Decodes to the end; where that is. Errors: the source's.
  Result<std::uint64_t> run() {
    for (;;) {
      const auto function = next_function();
      if (in_.broken()) return std::unexpected(*in_.broken());
      if (in_.ended()) {
        listener_.fault_here("it breaks off");
        return in_.byte();
      }
      if (function == Function::quit) return in_.byte();
      if (!run_one(function)) {
        if (in_.broken()) return std::unexpected(*in_.broken());
        listener_.fault_here(in_.ended() ? "it breaks off" : "it cannot be decoded any further");
        return in_.byte();
      }
    }
  }

 private:
  /// `zeros << width`, and `width` bits more.
  std::uint32_t code(unsigned width) {
    const auto high = std::uint64_t{in_.zeros()} << width;
    const auto value = high | in_.bits(width);
    too_large_ = too_large_ || value > std::numeric_limits<std::uint32_t>::max();
    return static_cast<std::uint32_t>(value);
  }

  /// The sign is in the lowest bit.
  std::int32_t signed_code(unsigned width) {
    const auto folded = code(width + 1);
    const auto value = static_cast<std::int32_t>(folded >> 1);
    return (folded & 1) != 0 ? ~value : value;
  }

  Function next_function() { return Function{code(function_size)}; }

  /// A number that brings its own width along, from version 1 on.
  std::uint32_t number(unsigned width) {
    if (version_ > 0) width = code(ulong_size);
    return code(std::min(width, most_width));
  }

  Result<void> begin_wav() {
    if (next_function() != Function::verbatim) return bad_shorten();
    const auto bytes = read_verbatim();
    if (in_.broken()) return std::unexpected(*in_.broken());
    if (!bytes) return bad_shorten();
    const auto see = [&](std::uint64_t at, std::size_t) -> Result<std::span<const std::uint8_t>> {
      return std::span<const std::uint8_t>(*bytes).subspan(
          std::min<std::size_t>(at, bytes->size()));
    };
    auto wav = read_wav_head(see, 0);
    if (!wav) return failure(wav);
    if (wav->bits != 16 || wav->channels != channel_count_) return bad_shorten();
    return listener_.begin("Tapedeck's own reader of Shorten",
                           {.sample_rate = wav->sample_rate,
                            .channels = wav->channels,
                            .bits = wav->bits,
                            .samples = wav->sound_bytes / (2 * wav->channels),
                            .wav_head = *bytes});
  }

  std::optional<std::vector<std::uint8_t>> read_verbatim() {
    const auto count = code(verbatim_count_size);
    if (count > most_verbatim) return std::nullopt;
    std::vector<std::uint8_t> bytes(count);
    for (auto& byte : bytes)
      byte = static_cast<std::uint8_t>(code(verbatim_byte_size));
    if (in_.ended() || too_large_) return std::nullopt;
    return bytes;
  }

  /// False when what follows cannot be.
  bool run_one(Function function) {
    switch (function) {
      case Function::block_size: {
        const auto size = number(block_size_size);
        if (size < 1 || size > most_block) return false;
        block_ = size;
        for (auto& channel : channels_)
          channel.samples.resize(before_ + block_);
        return true;
      }
      case Function::bit_shift:
        shift_ = code(bit_shift_size);
        return shift_ < 16;
      case Function::verbatim: {
        const auto bytes = read_verbatim();
        if (bytes) listener_.take_wav_tail(*bytes);
        return bytes.has_value();
      }
      case Function::diff0:
      case Function::diff1:
      case Function::diff2:
      case Function::diff3:
      case Function::predict:
      case Function::zero:
        return decode_block(function);
      default:
        return false;
    }
  }

  /// One channel of a block.
  bool decode_block(Function function) {
    auto& channel = channels_[turn_];
    const auto offset = offset_of(channel);
    if (function == Function::zero) {
      std::fill(channel.samples.begin() + static_cast<std::ptrdiff_t>(before_),
                channel.samples.end(), 0);
    } else if (!predict_block(function, channel, offset)) {
      return false;
    }
    if (mean_count_ > 0) remember_mean(channel);
    if (++turn_ == channel_count_) {
      turn_ = 0;
      give_block();
    }
    std::copy(channel.samples.end() - static_cast<std::ptrdiff_t>(before_), channel.samples.end(),
              channel.samples.begin());
    return true;
  }

  bool predict_block(Function function, ShortenChannel& channel, std::int64_t offset) {
    auto width = code(energy_size);
    if (version_ == 0) --width;
    if (width >= most_width) return false;
    std::array<std::int64_t, most_order> weights{};
    auto order = static_cast<std::uint32_t>(function);
    if (function == Function::predict) {
      order = code(predictor_size);
      if (order > order_) return false;
      for (std::uint32_t i = 0; i < order; ++i)
        weights[i] = signed_code(coefficient_size);
    } else {
      constexpr std::array<std::array<std::int64_t, 3>, 4> fixed{
          {{}, {1, 0, 0}, {2, -1, 0}, {3, -3, 1}}};
      std::ranges::copy(fixed[order], weights.begin());
    }
    decode_samples(function == Function::predict, channel, {weights.data(), order}, offset, width);
    return !in_.ended() && !too_large_;
  }

  void decode_samples(bool linear, ShortenChannel& channel, std::span<const std::int64_t> weights,
                      std::int64_t offset, std::uint32_t width) {
    // The linear predictor works on what is left without the mean; the polynomials take it in only
    // where they have nothing else.
    const auto around = linear ? offset : 0;
    const auto rounding = version_ > 1 ? std::int64_t{1} << coefficient_bits : 0;
    const auto plain = weights.empty() ? offset : 0;
    const auto begin = static_cast<std::uint64_t>(linear ? rounding : plain);
    const unsigned point = linear ? coefficient_bits : 0;
    for (std::size_t i = before_; i < channel.samples.size(); ++i) {
      auto sum = begin;
      for (std::size_t j = 0; j < weights.size(); ++j) {
        const auto old = channel.samples[i - 1 - j] - around;
        sum += static_cast<std::uint64_t>(weights[j]) * static_cast<std::uint64_t>(old);
      }
      const auto guess = wrapping(sum) >> point;
      channel.samples[i] = static_cast<std::int32_t>(guess + signed_code(width) + around);
    }
  }

  /// What the blocks before make a predictor begin with.
  [[nodiscard]] std::int64_t offset_of(const ShortenChannel& channel) const {
    if (mean_count_ == 0) return channel.means.front();
    std::int64_t sum = version_ < 2 ? 0 : mean_count_ / 2;
    for (const auto mean : channel.means)
      sum += mean;
    const auto offset = sum / mean_count_;
    return version_ < 2 ? offset : offset >> shift_;
  }

  void remember_mean(ShortenChannel& channel) const {
    std::int64_t sum = version_ < 2 ? 0 : block_ / 2;
    for (const auto sample : std::span(channel.samples).subspan(before_))
      sum += sample;
    const auto mean = sum / block_;
    std::ranges::rotate(channel.means, channel.means.begin() + 1);
    channel.means.back() = version_ < 2 ? mean : mean << shift_;
  }

  /// A block of every channel is there.
  void give_block() {
    sound_.clear();
    bool fits = true;
    for (std::uint32_t i = 0; i < block_; ++i) {
      for (const auto& channel : channels_) {
        const auto sample = std::int64_t{channel.samples[before_ + i]} << shift_;
        const auto cut = std::clamp<std::int64_t>(sample, -32'768, 32'767);
        fits = fits && cut == sample;
        sound_.push_back(static_cast<std::int32_t>(cut));
      }
    }
    if (!fits) listener_.fault_here("a sample does not fit into 16 bits");
    listener_.take_exact(sound_);
  }

  BitReader in_;
  unsigned version_;
  Listener& listener_;
  std::uint32_t channel_count_ = 0;
  std::uint32_t block_ = 256;
  std::uint32_t order_ = 0;
  std::uint32_t mean_count_ = 0;
  std::size_t before_ = 3;
  std::uint32_t shift_ = 0;
  std::uint32_t turn_ = 0;
  bool too_large_ = false;
  std::vector<ShortenChannel> channels_;
  std::vector<std::int32_t> sound_;
};

constexpr std::size_t shorten_word = 4;
constexpr std::size_t shorten_magic = 5;  // "ajkg" and the version
constexpr std::string_view seek_table_end = "SHNAMPSK";

/// Some programs put a table for seeking behind the sound, whose last word tells that it is there.
Result<bool> ends_in_seek_table(Window& window) {
  const auto end = window.source_bytes();
  if (end < seek_table_end.size()) return false;
  auto seen = window.see(end - seek_table_end.size(), seek_table_end.size());
  if (!seen) return failure(seen);
  return std::ranges::equal(*seen, bytes_of(seek_table_end));
}

}  // namespace

Result<void> hear_shorten(Window& window, std::uint64_t at, Listener& listener) {
  auto seen = window.see(at, shorten_magic);
  if (!seen) return failure(seen);
  if (seen->size() < shorten_magic || (*seen)[4] > 3) return bad_shorten();
  ShortenReader reader(window, at + shorten_magic, (*seen)[4], listener);
  auto begun = reader.begin();
  if (!begun) return begun;
  auto end = reader.run();
  if (!end) return failure(end);
  auto table = ends_in_seek_table(window);
  if (!table) return failure(table);
  if (*table) return {};
  // It is written in words of four bytes.
  const auto bytes = *end - at - shorten_magic;
  const auto words = (bytes + shorten_word - 1) / shorten_word * shorten_word;
  return look_behind(window, at + shorten_magic + words, listener);
}

}  // namespace tapedeck::audio
