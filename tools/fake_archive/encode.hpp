#pragma once

#include "fake_archive/sound.hpp"

#include <cstdint>
#include <span>
#include <string>

namespace tapedeck::fake_archive {

/// What the bytes of a sound file are.
enum class Coding : std::uint8_t {
  flac,
  shorten,  ///< Shorten 2 around a WAV header; 16 bits only.
  wav,
  mp3,     ///< Variable bit rate with Xing and LAME tags, so the length is exact to the frame.
  vorbis,  ///< Ogg Vorbis.
};

/// What a sound file says of itself; empty fields are left out.
struct Tags {
  std::string title;
  std::string artist;
  std::string album;
  std::string track;
};

/// Makes a sound file of `samples`. The same input gives the same bytes.
///
/// `seed` becomes the serial number of an Ogg stream, which must differ from file to file (RFC 3533
/// section 4). Stops the process when an encoder refuses, since only a bug of ours makes it.
[[nodiscard]] std::string encode(Coding coding, std::span<const std::int32_t> samples,
                                 SoundShape shape, const Tags& tags, std::uint32_t seed);

/// The MD5 of the samples alone, as FLAC keeps it in its header (RFC 9639 section 8.2) and
/// `shntool hash` prints it: little-endian, interleaved, without any header.
[[nodiscard]] std::string md5_of_samples(std::span<const std::int32_t> samples, SoundShape shape);

}  // namespace tapedeck::fake_archive
