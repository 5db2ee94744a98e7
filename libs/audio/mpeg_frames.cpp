#include "audio/mpeg_frames.hpp"

#include "audio/tags.hpp"

#include <algorithm>
#include <string>

namespace tapedeck::audio {

namespace {

/// How far to look for the first frame. Some taggers leave room for more tags before it.
constexpr std::uint64_t most_before_sound = 256 * 1024;

/// More than the longest frame: 320 kbit/s at 32 kHz, padded, are 1,441 bytes.
constexpr std::size_t frame_room = 2 * 1024;

/// Whether a frame with `header` at the beginning of `bytes` is followed by another that goes with
/// it, or by the end of the file.
bool is_followed(std::span<const std::uint8_t> bytes, const MpegHeader& header) {
  if (bytes.size() == header.bytes) return true;
  if (bytes.size() < header.bytes + MpegHeader::header_bytes) return false;
  const auto next = parse_mpeg_header(bytes.subspan(header.bytes));
  return next && next->goes_with(header);
}

std::uint32_t reservoir_of(std::span<const std::uint8_t> frame, const MpegHeader& header) {
  const auto side = frame.subspan(header.side_at());
  if (!header.first_version) return side[0];
  return std::uint32_t{side[0]} << 1 | side[1] >> 7;
}

}  // namespace

MpegFrames::MpegFrames(Window& window, std::uint64_t at, const MpegHeader& header)
    : window_(&window), first_byte_(at), at_(at), header_(header) {}

Result<MpegFrames> MpegFrames::open(Window& window, std::uint64_t at) {
  const auto limit = at + std::min(most_before_sound, window.source_bytes() - at);
  while (at < limit) {
    auto seen = window.see(at, frame_room);
    if (!seen) return failure(seen);
    const auto here = std::ranges::find(*seen, std::uint8_t{0xff});
    const auto skipped = static_cast<std::size_t>(here - seen->begin());
    if (skipped > 0) {
      at += skipped;
      continue;
    }
    const auto header = parse_mpeg_header(*seen);
    if (!header || !is_followed(*seen, *header)) {
      ++at;
      continue;
    }
    MpegFrames frames(window, at, *header);
    frames.tag_ = read_encoder_tag(seen->first(header->bytes), *header);
    if (frames.tag_) frames.at_ += header->bytes;
    return frames;
  }
  return fail(Errc::invalid, "There is no sound in this file that could be cut into slices.");
}

Result<std::optional<MpegFrame>> MpegFrames::next() {
  auto seen = window_->see(at_, frame_room);
  if (!seen) return failure(seen);
  const auto header = parse_mpeg_header(*seen);
  if (!header || !header->goes_with(header_)) {
    auto ended = check_end();
    if (!ended) return failure(ended);
    return std::nullopt;
  }
  if (seen->size() < header->bytes) return std::nullopt;
  const auto beside = header->side_at() + header->side_bytes();
  const MpegFrame frame{.first_byte = at_,
                        .end_byte = at_ + header->bytes,
                        .main_bytes = static_cast<std::uint32_t>(header->bytes - beside),
                        .reservoir = reservoir_of(*seen, *header)};
  at_ = frame.end_byte;
  return frame;
}

// Decoders differ in what they make of other bytes between frames, so a map of such a file would be
// right in one browser and wrong in the next. Two files joined into one have a tag between them.
Result<void> MpegFrames::check_end() {
  for (auto at = at_;;) {
    auto seen = window_->see(at, MpegHeader::header_bytes);
    if (!seen) return failure(seen);
    if (seen->size() < MpegHeader::header_bytes) return {};
    const auto sound = std::ranges::find_if(*seen, [](auto byte) { return byte != 0; });
    const auto zeros = static_cast<std::uint64_t>(sound - seen->begin());
    auto behind = zeros > 0 ? Result<std::uint64_t>(at + zeros) : behind_tag_at_end(*window_, at);
    if (!behind) return failure(behind);
    if (*behind == at) {
      return fail(Errc::invalid, "The MP3 file is damaged: the sound breaks off at byte " +
                                     std::to_string(at_) + ".");
    }
    at = *behind;
  }
}

}  // namespace tapedeck::audio
