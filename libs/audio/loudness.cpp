#include "audio/loudness.hpp"

#include "base/ensure.hpp"

#include <ebur128.h>

#include <cmath>

namespace tapedeck::audio {
namespace {

double to_hundredth(double value) { return std::round(value * 100) / 100; }

}  // namespace

struct Loudness::State {
  // A histogram instead of a list of all blocks: memory does not grow with the sound.
  State(std::uint32_t sample_rate, unsigned channels)
      : ebur128(ebur128_init(channels, sample_rate,
                             EBUR128_MODE_I | EBUR128_MODE_LRA | EBUR128_MODE_HISTOGRAM)) {}
  ~State() {
    if (ebur128 != nullptr) ebur128_destroy(&ebur128);
  }
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  ebur128_state* ebur128;  ///< Null for a rate that libebur128 does not take.
};

Loudness::Loudness(std::uint32_t sample_rate, unsigned channels)
    : channels_(channels), state_(std::make_unique<State>(sample_rate, channels)) {}

Loudness::~Loudness() = default;

void Loudness::add(std::span<const float> samples) {
  if (state_->ebur128 == nullptr) return;
  ensure(ebur128_add_frames_float(state_->ebur128, samples.data(), samples.size() / channels_) ==
             EBUR128_SUCCESS,
         "libebur128 takes any sound of the shape it was made for");
}

std::optional<double> Loudness::integrated() const {
  double lufs = 0;
  if (state_->ebur128 == nullptr ||
      ebur128_loudness_global(state_->ebur128, &lufs) != EBUR128_SUCCESS)
    return {};
  if (!std::isfinite(lufs)) return {};
  return to_hundredth(lufs);
}

std::optional<double> Loudness::range() const {
  double units = 0;
  if (!integrated() || ebur128_loudness_range(state_->ebur128, &units) != EBUR128_SUCCESS)
    return {};
  if (!std::isfinite(units)) return {};
  return to_hundredth(units);
}

}  // namespace tapedeck::audio
