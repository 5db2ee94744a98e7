#pragma once

// Private to libs/audio: where every decoder puts what it makes of a file.

#include "audio/digest.hpp"
#include "audio/hearing.hpp"
#include "audio/loudness.hpp"
#include "audio/waveform.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tapedeck::audio {

/// What a file says of its sound before the first sample.
struct Announced {
  std::uint32_t sample_rate = 0;
  std::uint32_t channels = 0;
  std::uint32_t bits = 0;                   ///< 0 where the coding has no such thing.
  std::uint64_t samples = 0;                ///< Of one channel; 0 when it does not say.
  std::string pcm_md5 = {};                 ///< Of the samples; empty when it does not say.
  std::vector<std::uint8_t> wav_head = {};  ///< What lies before the samples in a WAV file.
};

/// Takes sound as it is decoded, and fills in a Hearing.
class Listener {
 public:
  /// `hearing` outlives this.
  explicit Listener(Hearing& hearing) : hearing_(hearing) {}

  /// `decoder` is who decodes it: "libFLAC 1.4.2". Before the first sample, and once. Errors:
  /// `invalid` for a shape that no sound has.
  [[nodiscard]] Result<void> begin(std::string decoder, Announced announced);

  /// Samples that every decoder gives alike, channels in turn, each a whole number of `bits`.
  void take_exact(std::span<const std::int32_t> samples);

  /// Samples, channels in turn; 1 is full scale. What is no number is taken for silence.
  void take(std::span<const float> samples);

  /// What follows the samples in a WAV file.
  void take_wav_tail(std::span<const std::uint8_t> bytes);

  /// Something is wrong with the file.
  void fault(std::string sentence);

  /// Something is wrong at the place that has been reached: "a frame's sum is wrong". Several at
  /// one place are one fault.
  void fault_here(std::string_view what);

  void note(std::string sentence);

  /// So many have been taken, of one channel.
  [[nodiscard]] std::uint64_t samples() const noexcept { return hearing_.samples; }

  /// Reckons what only the whole can tell. Call once, at the end.
  void finish();

 private:
  void take_bytes(std::span<const std::int32_t> samples);
  void measure(std::span<const float> samples);

  Hearing& hearing_;
  std::uint64_t announced_ = 0;
  std::optional<Digest> pcm_;
  std::optional<Digest> wav_;
  std::optional<Loudness> loudness_;
  std::optional<Waveform> waveform_;
  std::optional<std::uint64_t> last_fault_;  ///< Where it was.
  std::vector<float> floats_;
  std::vector<std::uint8_t> bytes_;
};

}  // namespace tapedeck::audio
