#include "download/http/media_wire.hpp"

#include "base/ascii.hpp"

#include <utility>

namespace tapedeck::download::wire {

TrackPeaks peaks_of(audio::Hearing hearing) {
  return {.sample_rate = hearing.sample_rate,
          .samples = hearing.samples,
          .waveform = std::move(hearing.waveform),
          .loudness = hearing.loudness,
          .loudness_range = hearing.loudness_range,
          .peak = hearing.peak};
}

Result<bool> wants_plain_text(const http::Request& request) {
  if (const auto format = request.parameter("format")) {
    if (*format == "text") return true;
    if (*format == "json") return false;
    return fail_fields("There is no such format.", {{"format", "must be json or text"}});
  }
  const auto accept = request.header("Accept");
  return accept && ascii::lower_case(*accept).starts_with("text/plain");
}

}  // namespace tapedeck::download::wire
