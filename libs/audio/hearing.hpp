#pragma once

#include "audio/byte_source.hpp"
#include "audio/codec.hpp"
#include "base/result.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tapedeck::audio {

/// What one whole decode of a sound file has told of it. Numbers of samples are those of one
/// channel, digests are 32 hexadecimal digits in lower case.
struct Hearing {
  /// The most pairs of a waveform.
  static constexpr std::size_t most_pairs = 1'000;
  /// The most sentences of `faults`, and of `notes`.
  static constexpr std::size_t most_sentences = 20;

  Codec codec = Codec::flac;
  std::string decoder{};  ///< What decoded it: "libFLAC 1.4.2".
  std::uint32_t sample_rate = 0;
  std::uint32_t channels = 0;
  std::uint32_t bits = 0;     ///< Of one sample; 0 where the coding has no such thing.
  std::uint64_t samples = 0;  ///< So many came out.

  /// Of the samples alone: signed, little-endian, channels in turn, each in as many whole bytes as
  /// it needs. FLAC's STREAMINFO and `shntool hash` mean the same. Empty where decoders may differ.
  std::string pcm_md5{};
  std::string announced_md5{};  ///< What STREAMINFO says `pcm_md5` is; empty when it does not say.
  /// Of the WAV file that was encoded, or of one with the usual header of 44 bytes; empty when that
  /// is not known.
  std::string wav_md5{};

  std::optional<double> loudness{};        ///< Integrated, EBU R128, in LUFS; absent for silence.
  std::optional<double> loudness_range{};  ///< EBU Tech 3342, in LU; absent for silence.
  double peak = 0;                         ///< The largest sample; 1 is full scale.
  /// Base64 of pairs of signed bytes, at most `most_pairs`, each for an equal part of the track:
  /// its lowest and its highest sample over all channels, where 127 is full scale.
  std::string waveform{};

  /// What is wrong, a sentence each; none when the file is whole.
  std::vector<std::string> faults{};
  /// What is unusual and does no harm.
  std::vector<std::string> notes{};

  friend bool operator==(const Hearing&, const Hearing&) = default;
};

/// Takes from the system what hear() and sums_of() need. Call it before the process gives up its
/// rights to open files.
void prepare_to_hear();

/// Decodes a sound file from its first sample to its last. Reads it about once, in memory that does
/// not grow with the file. Strict: whatever a decoder would hide is among the faults.
///
/// Errors: `invalid`, with a sentence, when nothing of it can be decoded; the source's.
[[nodiscard]] Result<Hearing> hear(ByteSource& source);

/// The digests of a whole file, as it lies there.
struct FileSums {
  std::uint64_t bytes = 0;
  std::string md5{};   ///< 32 hexadecimal digits.
  std::string sha1{};  ///< 40.

  friend bool operator==(const FileSums&, const FileSums&) = default;
};

/// Reads all of a file. Errors: the source's.
[[nodiscard]] Result<FileSums> sums_of(ByteSource& source);

}  // namespace tapedeck::audio
