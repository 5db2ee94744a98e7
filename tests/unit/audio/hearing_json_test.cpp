#include "audio/hearing_json.hpp"

#include <doctest/doctest.h>

#include <array>
#include <string>

using namespace tapedeck;
using namespace tapedeck::audio;

namespace {

Hearing a_hearing() {
  Hearing hearing;
  hearing.codec = Codec::shorten;
  hearing.decoder = "a decoder 1.0";
  hearing.sample_rate = 44'100;
  hearing.channels = 2;
  hearing.bits = 16;
  hearing.samples = 88'200;
  hearing.pcm_md5 = std::string(32, 'a');
  hearing.loudness = -18.25;
  hearing.peak = 0.5;
  hearing.waveform = "gH8=";
  hearing.faults = {"It is damaged at 0:01: a frame's sum is wrong."};
  return hearing;
}

std::string swapped(std::string text, std::string_view what, std::string_view by) {
  const auto at = text.find(what);
  REQUIRE(at != text.npos);
  return text.replace(at, what.size(), by);
}

}  // namespace

TEST_CASE("a hearing reads back as it was written, in one line") {
  const auto text = to_json(a_hearing());
  CHECK_FALSE(text.contains('\n'));
  const auto back = parse_hearing(text);
  REQUIRE_MESSAGE(back.has_value(), (back ? "" : back.error().message));
  CHECK(*back == a_hearing());
}

TEST_CASE("a hearing that cannot be is refused") {
  struct Case {
    std::string_view why, what, by;
  };
  for (const auto& c : std::to_array<Case>({
           {"another codec", "\"shorten\"", "\"opus\""},
           {"no rate", "44100", "0"},
           {"too many channels", "\"channels\":2", "\"channels\":9"},
           {"no samples", "88200", "0"},
           {"no digest", "aaaaaaaa", "zzzzzzzz"},
           {"a digest cut off", "aaaaaaaa", "aaaa"},
           {"no waveform", "gH8=", "<b>="},
           {"a waveform cut off", "gH8=", "gH8"},
           {"two lines", "a frame's", "a\\nframe's"},
           {"a loudness that cannot be", "-18.25", "-1e300"},
           {"an empty sentence", "It is damaged at 0:01: a frame's sum is wrong.", ""},
       })) {
    CAPTURE(c.why);
    const auto hearing = parse_hearing(swapped(to_json(a_hearing()), c.what, c.by));
    REQUIRE_FALSE(hearing);
    CHECK((hearing.error().code == Errc::invalid || hearing.error().code == Errc::malformed));
  }
}
