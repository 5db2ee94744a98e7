#pragma once

#include "audio/hearing_json.hpp"
#include "base/result.hpp"
#include "download/core/certificate.hpp"
#include "http/request.hpp"
#include "json/types.hpp"

#include <boost/describe.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <type_traits>

namespace tapedeck::download {

/// What a player draws of a track, and how loud it plays it.
struct TrackPeaks {
  std::uint32_t sample_rate = 0;
  std::uint64_t samples = 0;
  std::string waveform;
  std::optional<double> loudness{};
  std::optional<double> loudness_range{};
  double peak = 0;
};
BOOST_DESCRIBE_STRUCT(TrackPeaks, (),
                      (sample_rate, samples, waveform, loudness, loudness_range, peak))

constexpr auto json_fields(std::type_identity<TrackPeaks>) {
  return json::fields(
      "What a player draws of a track, and how loud it is.",
      json::field(&TrackPeaks::samples).about("Of one channel."),
      json::field(&TrackPeaks::waveform)
          .about("Base64 of at most 1,000 pairs of signed bytes, each for an equal part of the "
                 "track: lowest and highest sample, 127 is full scale."),
      json::field(&TrackPeaks::loudness).about("Integrated, EBU R128, in LUFS; null for silence."),
      json::field(&TrackPeaks::loudness_range).about("EBU Tech 3342, in LU; null for silence."),
      json::field(&TrackPeaks::peak).about("The largest sample; 1 is full scale."));
}

constexpr auto json_fields(std::type_identity<CertifiedFingerprint>) {
  return json::fields(
      "What became of one fingerprint that the taper wrote.",
      json::field(&CertifiedFingerprint::filename).about("The taper's file that has it."),
      json::field(&CertifiedFingerprint::name).about("The file it is for, as the taper calls it."),
      json::field(&CertifiedFingerprint::kind)
          .about("Whether it is of all bytes of a file or of its samples alone."));
}

constexpr auto json_fields(std::type_identity<CertifiedFile>) {
  return json::fields(
      "What is vouched for of one file.",
      json::field(&CertifiedFile::standing)
          .about("proven: nothing is wrong, and sound was decoded whole. unexamined: it has not "
                 "been decoded yet. undecoded: sound of a kind that is not decoded here. faulty: "
                 "see what differs. missing: it is not in the vault any more."),
      json::field(&CertifiedFile::expected_sha1).about("By the item; empty when it names none."),
      json::field(&CertifiedFile::expected_md5).about("By the item; empty when it names none."),
      json::field(&CertifiedFile::found_sha1).about("By the examination; empty before."),
      json::field(&CertifiedFile::found_md5).about("By the examination; empty before."),
      json::field(&CertifiedFile::verified_at).about("When what came was compared."),
      json::field(&CertifiedFile::examined_by).about("By which program; empty before."),
      json::field(&CertifiedFile::hearing)
          .about("What its decode told; without the waveform, which GET /tracks/{id}/peaks has."),
      json::field(&CertifiedFile::refusal)
          .about("Why it could not be decoded; empty when it could be, or was not."));
}

constexpr auto json_fields(std::type_identity<Certificate>) {
  return json::fields("What was checked of your files of one recording, by what, and when.",
                      json::field(&Certificate::issued_by).about("Which program put it together."),
                      json::field(&Certificate::summary).about("A few sentences."));
}

namespace wire {

/// A hearing as a player needs it.
[[nodiscard]] TrackPeaks peaks_of(audio::Hearing hearing);

/// Whether the answer is to be plain text: `?format=text`, or an Accept that names text/plain
/// first. Errors: `invalid` for another format.
[[nodiscard]] Result<bool> wants_plain_text(const http::Request& request);

}  // namespace wire

}  // namespace tapedeck::download
