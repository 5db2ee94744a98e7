#include "audio/flac_frames.hpp"

#include "audio/crc.hpp"
#include "audio/tags.hpp"

#include <string>

namespace tapedeck::audio {

namespace {

/// What must be seen to tell whether a frame ends here: a header, or the word that begins a tag.
constexpr std::size_t lookahead = FlacFrameHeader::most_bytes;

/// A header, a subframe of at least two bytes, and the sum: nothing shorter is a frame (RFC 9639
/// §9.2).
constexpr std::size_t least_behind_header = 2 + 2;

std::unexpected<Error> damaged(std::uint64_t at) {
  return fail(Errc::invalid, "The FLAC file is damaged or cut off: the sound from byte " +
                                 std::to_string(at) + " on does not come out.");
}

}  // namespace

FlacFrames::FlacFrames(Window& window, const FlacHead& head)
    : window_(window), info_(head.info), at_(head.sound) {}

Result<std::optional<FlacFrame>> FlacFrames::next() {
  if (!begun_) {
    auto found = begin();
    if (!found) return failure(found);
  }
  if (!header_) return std::nullopt;
  auto end = find_end();
  if (!end) return failure(end);
  const FlacFrame frame{at_, *end, header_->samples};
  at_ = *end;
  header_ = following_;
  return frame;
}

Result<void> FlacFrames::begin() {
  begun_ = true;
  auto seen = window_.see(at_, lookahead);
  if (!seen) return failure(seen);
  header_ = parse_flac_frame_header(*seen);
  if (!header_ || !agrees(*header_)) return damaged(at_);
  return {};
}

// Sample rate, channels and depth must stay what STREAMINFO says: slices are played with that head.
bool FlacFrames::agrees(const FlacFrameHeader& header) const {
  return header.channels == info_.channels && header.samples <= info_.most_block &&
         (header.sample_rate == 0 || header.sample_rate == info_.sample_rate) &&
         (header.bits == 0 || header.bits == info_.bits);
}

FlacFrames::Edge FlacFrames::edge_before(std::span<const std::uint8_t> bytes) {
  following_.reset();
  if (bytes[0] != 0xff) return is_tag_at_end(bytes) ? Edge::end : Edge::none;
  following_ = parse_flac_frame_header(bytes);
  if (!following_ || following_->variable != header_->variable || !agrees(*following_))
    return Edge::none;
  // A frame that is none of the next in turn: without this, the rest of the file would be taken for
  // part of this frame, since the sum over whole frames is that of nothing.
  return following_->number == header_->next_number() ? Edge::end : Edge::gap;
}

Result<std::uint64_t> FlacFrames::find_end() {
  const auto earliest = at_ + header_->bytes + least_behind_header;
  std::uint16_t crc = 0;
  for (auto at = at_;;) {
    auto seen = window_.see(at, lookahead + 1);
    if (!seen) return failure(seen);
    const bool last = at + seen->size() == window_.source_bytes();
    const auto count = last ? seen->size() : seen->size() - lookahead;
    for (std::size_t i = 0; i < count; ++i) {
      if (crc == 0 && at + i >= earliest) {
        const auto edge = edge_before(seen->subspan(i));
        if (edge == Edge::end) return at + i;
        if (edge == Edge::gap) return damaged(at + i);
      }
      crc = crc16_step(crc, (*seen)[i]);
    }
    at += count;
    if (!last) continue;
    following_.reset();
    if (crc != 0 || at < earliest) return damaged(at_);
    return at;
  }
}

}  // namespace tapedeck::audio
