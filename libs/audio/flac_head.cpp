#include "audio/flac_head.hpp"

#include <algorithm>

namespace tapedeck::audio {

namespace {

constexpr std::array<std::uint8_t, 4> flac_word{'f', 'L', 'a', 'C'};
constexpr std::size_t block_head_bytes = 4;
constexpr std::uint8_t is_last_block = 0x80;
constexpr std::uint8_t stream_info_block = 0;
constexpr std::uint8_t forbidden_block = 127;  // would look like the beginning of a frame

/// A program that writes more blocks than this does not write music.
constexpr int most_blocks = 1'024;

std::uint32_t big_endian(std::span<const std::uint8_t> bytes) {
  std::uint32_t number = 0;
  for (const auto byte : bytes)
    number = number << 8 | byte;
  return number;
}

std::unexpected<Error> cut_head() {
  return fail(Errc::invalid, "The FLAC file ends before its sound begins.");
}

}  // namespace

Result<StreamInfo> parse_stream_info(std::span<const std::uint8_t> block) {
  if (block.size() != StreamInfo::bytes)
    return fail(Errc::invalid, "The FLAC file's first block is not its STREAMINFO.");
  StreamInfo info;
  std::ranges::copy(block, info.raw.begin());
  info.most_block = big_endian(block.subspan(2, 2));
  info.sample_rate = big_endian(block.subspan(10, 3)) >> 4;
  info.channels = (block[12] >> 1 & 7U) + 1;
  info.bits = ((block[12] & 1U) << 4 | block[13] >> 4) + 1;
  info.samples = std::uint64_t{block[13] & 0x0fU} << 32 | big_endian(block.subspan(14, 4));
  if (info.most_block < 16 || info.sample_rate == 0 || info.bits < 4)
    return fail(Errc::invalid, "The FLAC file says of itself what no sound can be.");
  return info;
}

bool is_flac(std::span<const std::uint8_t> bytes) noexcept {
  return bytes.size() >= flac_word.size() &&
         std::ranges::equal(bytes.first(flac_word.size()), flac_word);
}

Result<FlacHead> read_flac_head(Window& window, std::uint64_t at) {
  FlacHead head;
  at += flac_word.size();
  for (int count = 0; count < most_blocks; ++count) {
    auto seen = window.see(at, block_head_bytes + StreamInfo::bytes);
    if (!seen) return failure(seen);
    if (seen->size() < block_head_bytes) return cut_head();
    const auto type = static_cast<std::uint8_t>((*seen)[0] & ~is_last_block);
    const bool last = ((*seen)[0] & is_last_block) != 0;
    const auto bytes = big_endian(seen->subspan(1, 3));
    if (type == forbidden_block || (type == stream_info_block) != (count == 0))
      return fail(Errc::invalid, "The FLAC file's blocks are not in the order they must have.");
    at += block_head_bytes;
    if (bytes > window.source_bytes() - at) return cut_head();
    if (count == 0) {
      auto info = parse_stream_info(
          seen->subspan(block_head_bytes)
              .first(std::min<std::size_t>(bytes, seen->size() - block_head_bytes)));
      if (!info) return failure(info);
      head.info = *info;
    }
    at += bytes;
    head.sound = at;
    if (last) return head;
  }
  return fail(Errc::invalid, "The FLAC file has more blocks before its sound than any should.");
}

SliceHead make_slice_head(const StreamInfo& info) {
  SliceHead head{'f', 'L', 'a', 'C', is_last_block | stream_info_block, 0, 0, StreamInfo::bytes};
  const auto block = std::span(head).subspan(8);
  std::ranges::copy(info.raw, block.begin());
  std::ranges::fill(block.subspan(4, 6), std::uint8_t{0});
  block[13] &= 0xf0;
  std::ranges::fill(block.subspan(14), std::uint8_t{0});
  return head;
}

}  // namespace tapedeck::audio
