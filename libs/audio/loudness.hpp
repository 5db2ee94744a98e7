#pragma once

// Private to libs/audio: the one place that knows libebur128.

#include <cstdint>
#include <memory>
#include <optional>
#include <span>

namespace tapedeck::audio {

/// How loud sound is, as EBU R128 reckons it. Keeps three seconds of it and two histograms.
class Loudness {
 public:
  Loudness(std::uint32_t sample_rate, unsigned channels);
  ~Loudness();
  Loudness(const Loudness&) = delete;
  Loudness& operator=(const Loudness&) = delete;

  /// Channels in turn; 1 is full scale. Finite numbers only.
  void add(std::span<const float> samples);

  /// In LUFS and LU, to the hundredth; nothing for silence, and for what is too short or of a rate
  /// the norm does not know.
  [[nodiscard]] std::optional<double> integrated() const;
  [[nodiscard]] std::optional<double> range() const;

 private:
  struct State;

  unsigned channels_;
  std::unique_ptr<State> state_;
};

}  // namespace tapedeck::audio
