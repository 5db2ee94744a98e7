#include "audio/flac_frames.hpp"
#include "audio/slicing.hpp"
#include "base/encoding.hpp"

#include <algorithm>
#include <string>

namespace tapedeck::audio {

namespace {

/// RFC 4648 §4, which is what a browser's atob() reads. A head has 42 bytes, so nothing is padded.
std::string to_base64(const SliceHead& head) {
  static_assert(sizeof(SliceHead) % 3 == 0);
  auto text = to_base64url(head);
  std::ranges::replace(text, '-', '+');
  std::ranges::replace(text, '_', '/');
  return text;
}

}  // namespace

Result<SliceMap> cut_flac(Window& window, std::uint64_t at) {
  auto head = read_flac_head(window, at);
  if (!head) return failure(head);
  const auto& info = head->info;
  SliceMap map{.codec = Codec::flac,
               .sample_rate = info.sample_rate,
               .channels = info.channels,
               .head = to_base64(make_slice_head(info))};
  FlacFrames frames(window, *head);
  bool full = true;  // the slice that frames go into
  for (;;) {
    auto frame = frames.next();
    if (!frame) return failure(frame);
    if (!*frame) break;
    if (full) {
      if (map.slices.size() == most_slices) return too_many_slices();
      map.slices.push_back({.first_byte = (*frame)->first_byte});
    }
    auto& slice = map.slices.back();
    slice.end_byte = (*frame)->end_byte;
    slice.keep_samples += (*frame)->samples;
    map.samples += (*frame)->samples;
    full = slice.keep_samples / info.sample_rate >= seconds_of_slice(map.slices.size() - 1);
  }
  if (map.samples < info.samples)
    return fail(Errc::invalid, "The FLAC file ends before the sound that it announces.");
  return map;
}

}  // namespace tapedeck::audio
