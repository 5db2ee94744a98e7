#pragma once

// Private to libs/audio.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace tapedeck::audio {

/// The outline of sound whose length nobody knows before its end. Keeps a fixed number of bins,
/// each the lowest and the highest sample of equally many; once all are full, two become one.
class Waveform {
 public:
  explicit Waveform(unsigned channels);

  /// Channels in turn; 1 is full scale.
  void add(std::span<const float> samples);

  /// The largest sample, without its sign.
  [[nodiscard]] float peak() const noexcept;

  /// At most `most` pairs of lowest and highest, from -127 to 127; fewer only of fewer samples. A
  /// pair's edge is off by an eighth of its width at most.
  [[nodiscard]] std::vector<std::int8_t> pairs(std::size_t most) const;

 private:
  struct Bin {
    float low = 0;
    float high = 0;
  };
  static constexpr std::size_t most_bins = 16'384;

  void add_one(Bin sample);

  unsigned channels_;
  std::uint64_t width_ = 1;  ///< Samples in a full bin.
  std::uint64_t in_last_ = 0;
  std::vector<Bin> bins_;
};

}  // namespace tapedeck::audio
