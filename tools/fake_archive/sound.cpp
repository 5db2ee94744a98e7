#include "fake_archive/sound.hpp"

#include "fake_archive/dice.hpp"

#include <algorithm>

namespace tapedeck::fake_archive {

namespace {

/// Fractions are counted in parts of 2^15.
constexpr std::int64_t one = 1 << 15;

/// A first-order low-pass: each step goes a fraction of the way to its input.
class LowPass {
 public:
  explicit LowPass(std::int64_t fraction) : fraction_(fraction) {}

  std::int64_t step(std::int64_t input) {
    level_ += (input - level_) * fraction_ / one;
    return level_;
  }

 private:
  std::int64_t fraction_;
  std::int64_t level_ = 0;
};

/// A sine by the magic circle: x -= e*y, y += e*x stays on its circle for ever (Minsky, HAKMEM
/// 149).
class Tone {
 public:
  Tone(std::int64_t hertz, unsigned rate) : step_(one * 6'283 * hertz / 1'000 / rate) {}

  std::int64_t step() {
    // Rounded to the nearest: cutting towards zero would let the tone die away within a minute.
    x_ -= (y_ * step_ + one / 2) >> 15;
    y_ += (x_ * step_ + one / 2) >> 15;
    return y_;
  }

 private:
  std::int64_t step_;
  std::int64_t x_ = std::int64_t{1} << 20;
  std::int64_t y_ = 0;
};

/// One channel's noise: two low-passes of about 3 kHz in a row.
class Noise {
 public:
  explicit Noise(unsigned rate)
      : first_(one * 18'850 / (rate + 18'850)), second_(one * 18'850 / (rate + 18'850)) {}

  std::int64_t step(std::uint32_t random) {
    const auto white = static_cast<std::int64_t>(random) - (std::int64_t{1} << 31);
    return second_.step(first_.step(white / 256));
  }

 private:
  LowPass first_;
  LowPass second_;
};

/// Where the loudness goes next: up or down in about a second, between a fifth and the whole.
class Swell {
 public:
  explicit Swell(unsigned rate) : period_(rate * 2) {}

  std::int64_t step() {
    at_ = (at_ + 1) % period_;
    const auto rising = at_ < period_ / 2 ? at_ : period_ - at_;
    return one / 5 + one * 4 / 5 * rising / (period_ / 2);
  }

 private:
  std::int64_t period_;
  std::int64_t at_ = 0;
};

/// A level within 24 bits as a sample of `bits`, in the upper bits of 32.
std::int32_t to_sample(std::int64_t level, unsigned bits) {
  constexpr std::int64_t loudest = (std::int64_t{1} << 23) - 1;
  const auto value = std::clamp(level, -loudest, loudest) * 256;
  return static_cast<std::int32_t>(value & ~((std::int64_t{1} << (32 - bits)) - 1));
}

}  // namespace

Samples record(std::uint64_t seed, SoundShape shape, std::size_t frames) {
  Dice dice(seed);
  Tone tone(static_cast<std::int64_t>(dice.between(41, 110)), shape.rate);
  Noise left(shape.rate);
  Noise right(shape.rate);
  Swell swell(shape.rate);

  Samples samples(frames * channels);
  auto next = samples.begin();
  for (std::size_t frame = 0; frame < frames; ++frame) {
    const auto random = dice.next();
    const auto hum = tone.step();
    const auto loudness = swell.step();
    const auto l = left.step(static_cast<std::uint32_t>(random)) * loudness / one + hum;
    const auto r = right.step(static_cast<std::uint32_t>(random >> 32)) * loudness / one + hum;
    *next++ = to_sample(l, shape.bits);
    *next++ = to_sample(r, shape.bits);
  }
  return samples;
}

Samples halve_rate(std::span<const std::int32_t> samples) {
  Samples halved;
  halved.reserve(samples.size() / 2 + channels);
  for (std::size_t i = 0; i + 1 < samples.size(); i += 2 * channels) {
    halved.push_back(samples[i]);
    halved.push_back(samples[i + 1]);
  }
  return halved;
}

}  // namespace tapedeck::fake_archive
