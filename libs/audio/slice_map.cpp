#include "audio/slice_map.hpp"

#include "audio/flac_head.hpp"
#include "audio/slicing.hpp"
#include "audio/tags.hpp"

namespace tapedeck::audio {

std::unexpected<Error> too_many_slices() {
  return fail(Errc::invalid, "The file plays for longer than a recording can.");
}

Result<SliceMap> make_slice_map(ByteSource& source) {
  Window window(source);
  auto at = behind_id3v2(window, 0);
  if (!at) return failure(at);
  auto seen = window.see(*at, 4);
  if (!seen) return failure(seen);
  return is_flac(*seen) ? cut_flac(window, *at) : cut_mp3(window, *at);
}

}  // namespace tapedeck::audio
