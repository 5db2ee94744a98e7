#pragma once

#include "audio/hearing.hpp"
#include "base/result.hpp"
#include "json/types.hpp"

#include <boost/describe.hpp>

#include <string>
#include <string_view>
#include <type_traits>

namespace tapedeck::audio {

BOOST_DESCRIBE_STRUCT(Hearing, (),
                      (codec, decoder, sample_rate, channels, bits, samples, pcm_md5, announced_md5,
                       wav_md5, loudness, loudness_range, peak, waveform, faults, notes))

constexpr auto json_fields(std::type_identity<Hearing>) {
  constexpr auto most = static_cast<double>(1ULL << 52);
  return json::fields(
      "What one whole decode of a sound file has told of it.",
      json::field(&Hearing::codec).about("What the bytes are, whatever the file's name says."),
      json::field(&Hearing::decoder).length(1, 100).about("What decoded it, with its version."),
      json::field(&Hearing::sample_rate).at_least(1), json::field(&Hearing::channels).between(1, 8),
      json::field(&Hearing::bits)
          .at_most(32)
          .about("Of one sample; 0 where there is no such thing."),
      json::field(&Hearing::samples).between(1, most).about("Of one channel."),
      json::field(&Hearing::pcm_md5)
          .length(0, 32)
          .about("Of the samples alone, as STREAMINFO and st5 mean it; empty for MP3 and Ogg."),
      json::field(&Hearing::announced_md5)
          .length(0, 32)
          .about("What the file itself says pcm_md5 is; empty when it does not say."),
      json::field(&Hearing::wav_md5)
          .length(0, 32)
          .about("Of the WAV file it was made from; empty when that is not known."),
      json::field(&Hearing::loudness)
          .between(-200, 200)
          .about("EBU R128, in LUFS; null for silence."),
      json::field(&Hearing::loudness_range).between(0, 400).about("EBU Tech 3342, in LU."),
      json::field(&Hearing::peak).between(0, 100).about("The largest sample; 1 is full scale."),
      json::field(&Hearing::waveform)
          .length(0, 2'700)
          .about("Base64 of at most 1,000 pairs of signed bytes: lowest and highest, 127 is full."),
      json::field(&Hearing::faults)
          .items(0, Hearing::most_sentences)
          .length(1, 300)
          .about("What is wrong, a sentence each; none when the file is whole."),
      json::field(&Hearing::notes)
          .items(0, Hearing::most_sentences)
          .length(1, 300)
          .about("What is unusual and does no harm."));
}

/// As JSON, in one line.
[[nodiscard]] std::string to_json(const Hearing& hearing);

/// Reads what to_json() wrote. Whoever wrote it has read a file that may be hostile: digests are
/// such or empty, sentences are plain, numbers lie in their bounds. Errors: `malformed`, `invalid`.
[[nodiscard]] Result<Hearing> parse_hearing(std::string_view text);

BOOST_DESCRIBE_STRUCT(FileSums, (), (bytes, md5, sha1))

/// As JSON, in one line.
[[nodiscard]] std::string to_json(const FileSums& sums);

/// Reads what to_json() wrote; digests are such. Errors: `malformed`, `invalid`.
[[nodiscard]] Result<FileSums> parse_file_sums(std::string_view text);

}  // namespace tapedeck::audio
