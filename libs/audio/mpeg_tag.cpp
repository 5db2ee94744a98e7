#include "audio/mpeg_tag.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace tapedeck::audio {

namespace {

constexpr std::uint32_t says_frames = 1;
constexpr std::uint32_t says_bytes = 2;
constexpr std::uint32_t has_seek_table = 4;
constexpr std::uint32_t says_quality = 8;
constexpr std::size_t seek_table_bytes = 100;
constexpr std::size_t trim_at = 21;  // behind the encoder's name, counted from its beginning
constexpr std::size_t vbri_at = MpegHeader::header_bytes + 32;

bool has_word(std::span<const std::uint8_t> frame, std::size_t at, std::string_view word) {
  return at + word.size() <= frame.size() &&
         std::ranges::equal(frame.subspan(at, word.size()), word, {}, {},
                            [](char c) { return static_cast<std::uint8_t>(c); });
}

std::uint32_t number_at(std::span<const std::uint8_t> frame, std::size_t at) {
  std::uint32_t number = 0;
  for (const auto byte : frame.subspan(at, 4))
    number = number << 8 | byte;
  return number;
}

std::optional<EncoderTag::Trim> trim_of(std::span<const std::uint8_t> frame, std::size_t at) {
  constexpr auto encoders = std::to_array<std::string_view>({"LAME", "Lavf", "Lavc"});
  const bool known =
      std::ranges::any_of(encoders, [&](auto word) { return has_word(frame, at, word); });
  if (!known || at + trim_at + 3 > frame.size()) return std::nullopt;
  const auto bytes = frame.subspan(at + trim_at, 3);
  return EncoderTag::Trim{.delay = std::uint32_t{bytes[0]} << 4 | bytes[1] >> 4,
                          .padding = (bytes[1] & 0x0fU) << 8 | bytes[2]};
}

EncoderTag read_xing(std::span<const std::uint8_t> frame, std::size_t at) {
  EncoderTag tag;
  if (at + 8 > frame.size()) return tag;
  const auto says = number_at(frame, at + 4);
  at += 8;
  if ((says & says_frames) != 0) {
    if (at + 4 > frame.size()) return tag;
    tag.frames = number_at(frame, at);
    at += 4;
  }
  if ((says & says_bytes) != 0) at += 4;
  if ((says & has_seek_table) != 0) at += seek_table_bytes;
  if ((says & says_quality) != 0) at += 4;
  tag.trim = trim_of(frame, at);
  return tag;
}

}  // namespace

std::optional<EncoderTag> read_encoder_tag(std::span<const std::uint8_t> frame,
                                           const MpegHeader& header) noexcept {
  // The tag's place does not move for a frame with a sum; no known encoder writes one there.
  const auto at = MpegHeader::header_bytes + header.side_bytes();
  if (has_word(frame, at, "Xing") || has_word(frame, at, "Info")) return read_xing(frame, at);
  if (has_word(frame, vbri_at, "VBRI")) return EncoderTag{};
  return std::nullopt;
}

}  // namespace tapedeck::audio
