#pragma once

// Sound files made by hand, byte by byte, and broken the same way.

#include "audio/byte_source.hpp"
#include "audio/crc.hpp"
#include "support/decoders.hpp"

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <vector>

namespace tapedeck::test {

inline void add(Bytes& to, const Bytes& bytes) { to.insert(to.end(), bytes.begin(), bytes.end()); }

inline void add(Bytes& to, std::string_view text) { to.insert(to.end(), text.begin(), text.end()); }

inline void add_number(Bytes& to, std::uint64_t number, int bytes) {
  for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8)
    to.push_back(static_cast<std::uint8_t>(number >> shift));
}

/// "fLaC" and a STREAMINFO block for 44.1 kHz, 16 bits.
inline Bytes made_flac_head(std::uint64_t total, unsigned channels = 1,
                            unsigned most_block = 4'096) {
  Bytes head;
  add(head, "fLaC");
  add_number(head, 0x8000'0022, 4);
  add_number(head, most_block, 2);
  add_number(head, most_block, 2);
  add_number(head, 0, 6);
  add_number(head,
             std::uint64_t{44'100} << 44 | std::uint64_t{channels - 1} << 41 |
                 std::uint64_t{15} << 36 | total,
             8);
  head.resize(head.size() + 16);  // no MD5
  return head;
}

/// A number as FLAC writes it, like UTF-8.
inline void add_coded_number(Bytes& to, std::uint64_t number) {
  if (number < 0x80) return add_number(to, number, 1);
  int more = 1;
  while (number >> (5 * more + 6) != 0)
    ++more;
  const auto mark = static_cast<std::uint8_t>(0xff00 >> (more + 1));
  to.push_back(static_cast<std::uint8_t>(mark | number >> (6 * more)));
  for (int i = more - 1; i >= 0; --i)
    to.push_back(static_cast<std::uint8_t>(0x80 | (number >> (6 * i) & 0x3f)));
}

/// What a frame's header says; the bytes are the codes of RFC 9639 §9.1.
struct MadeFrame {
  std::uint64_t number = 0;
  std::uint32_t samples = 4'096;
  bool variable = false;
  std::uint8_t rate_code = 9;     ///< 44.1 kHz.
  std::uint8_t channel_code = 0;  ///< One channel.
  std::uint8_t depth_code = 4;    ///< 16 bits.
};

inline Bytes made_flac_header(const MadeFrame& frame) {
  Bytes header{0xff, static_cast<std::uint8_t>(frame.variable ? 0xf9 : 0xf8)};
  header.push_back(static_cast<std::uint8_t>(0x70 | frame.rate_code));
  header.push_back(static_cast<std::uint8_t>(frame.channel_code << 4 | frame.depth_code << 1));
  add_coded_number(header, frame.number);
  add_number(header, frame.samples - 1, 2);
  header.push_back(audio::crc8(header));
  return header;
}

/// A whole frame around `subframes`.
inline Bytes made_flac_frame(const MadeFrame& frame, const Bytes& subframes) {
  auto bytes = made_flac_header(frame);
  add(bytes, subframes);
  add_number(bytes, audio::crc16(bytes), 2);
  return bytes;
}

/// One channel that keeps one value.
inline Bytes constant_subframe(std::int16_t value) {
  return {0x00, static_cast<std::uint8_t>(value >> 8), static_cast<std::uint8_t>(value)};
}

/// One channel whose samples are written as they are.
inline Bytes verbatim_subframe(const std::vector<std::int16_t>& samples) {
  Bytes subframe{0x02};
  for (const auto sample : samples)
    add_number(subframe, static_cast<std::uint16_t>(sample), 2);
  return subframe;
}

/// A file of `frames` frames of one value each, 4,096 samples long.
inline Bytes made_flac(std::uint64_t frames) {
  auto file = made_flac_head(frames * 4'096);
  for (std::uint64_t i = 0; i < frames; ++i)
    add(file, made_flac_frame({.number = i}, constant_subframe(static_cast<std::int16_t>(i))));
  return file;
}

/// An MP3 frame of silence: 128 kbit/s, 44.1 kHz, two channels, 417 bytes. `reservoir` is where its
/// main data begins.
inline Bytes made_mp3_frame(unsigned reservoir = 0) {
  Bytes frame{0xff, 0xfb, 0x90, 0x00};
  frame.push_back(static_cast<std::uint8_t>(reservoir >> 1));
  frame.push_back(static_cast<std::uint8_t>(reservoir << 7));
  frame.resize(417);
  return frame;
}

/// The frame that carries LAME's tag.
inline Bytes made_lame_frame(std::uint32_t frames, unsigned delay, unsigned padding,
                             std::string_view encoder = "LAME3.100") {
  auto frame = made_mp3_frame();
  Bytes tag;
  add(tag, "Xing");
  add_number(tag, 0x0f, 4);
  add_number(tag, frames, 4);
  add_number(tag, 0, 4);
  tag.resize(tag.size() + 100);
  add_number(tag, 0, 4);
  const auto lame_at = tag.size();
  add(tag, encoder);
  tag.resize(lame_at + 21);
  add_number(tag, std::uint64_t{delay} << 12 | padding, 3);
  std::ranges::copy(tag, frame.begin() + 36);
  return frame;
}

/// `frames` frames behind LAME's, whose encoder added `delay` and `padding` samples.
inline Bytes made_mp3(std::uint32_t frames, unsigned delay = 576, unsigned padding = 1'000) {
  auto file = made_lame_frame(frames, delay, padding);
  for (std::uint32_t i = 0; i < frames; ++i)
    add(file, made_mp3_frame());
  return file;
}

/// An ID3v2 tag of `bytes` in all.
inline Bytes made_id3(std::uint32_t bytes) {
  Bytes tag;
  add(tag, "ID3");
  add_number(tag, 0x0400'00, 3);
  const auto size = bytes - 10;
  for (int shift = 21; shift >= 0; shift -= 7)
    tag.push_back(static_cast<std::uint8_t>(size >> shift & 0x7f));
  tag.resize(bytes);
  return tag;
}

}  // namespace tapedeck::test
