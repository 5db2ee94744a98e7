#include "audio/waveform.hpp"

#include <algorithm>
#include <cmath>

namespace tapedeck::audio {
namespace {

std::int8_t to_byte(float sample) {
  return static_cast<std::int8_t>(std::lround(std::clamp(sample, -1.0F, 1.0F) * 127));
}

}  // namespace

Waveform::Waveform(unsigned channels) : channels_(channels) { bins_.reserve(most_bins); }

void Waveform::add(std::span<const float> samples) {
  for (; samples.size() >= channels_; samples = samples.subspan(channels_)) {
    const auto [low, high] = std::ranges::minmax(samples.first(channels_));
    add_one({low, high});
  }
}

void Waveform::add_one(Bin sample) {
  if (!bins_.empty() && in_last_ < width_) {
    auto& last = bins_.back();
    last = {std::min(last.low, sample.low), std::max(last.high, sample.high)};
    ++in_last_;
    return;
  }
  if (bins_.size() == most_bins) {
    for (std::size_t i = 0; i < most_bins / 2; ++i) {
      const auto& a = bins_[2 * i];
      const auto& b = bins_[2 * i + 1];
      bins_[i] = {std::min(a.low, b.low), std::max(a.high, b.high)};
    }
    bins_.resize(most_bins / 2);
    width_ *= 2;
  }
  bins_.push_back(sample);
  in_last_ = 1;
}

float Waveform::peak() const noexcept {
  float peak = 0;
  for (const auto& bin : bins_)
    peak = std::max({peak, -bin.low, bin.high});
  return peak;
}

std::vector<std::int8_t> Waveform::pairs(std::size_t most) const {
  const auto count = std::min(most, bins_.size());
  std::vector<std::int8_t> pairs;
  pairs.reserve(count * 2);
  for (std::size_t i = 0; i < count; ++i) {
    auto pair = bins_[i * bins_.size() / count];
    for (auto j = i * bins_.size() / count; j < (i + 1) * bins_.size() / count; ++j)
      pair = {std::min(pair.low, bins_[j].low), std::max(pair.high, bins_[j].high)};
    pairs.push_back(to_byte(pair.low));
    pairs.push_back(to_byte(pair.high));
  }
  return pairs;
}

}  // namespace tapedeck::audio
