#pragma once

#include <boost/describe.hpp>

#include <cstdint>

namespace tapedeck::audio {

/// What the bytes of a sound file are, whatever its name says.
enum class Codec : std::uint8_t {
  flac,
  mp3,
  vorbis,   ///< Ogg Vorbis.
  shorten,  ///< Shorten around a WAV file of 16 bits: the old recordings.
  wav,      ///< PCM of 8, 16, 24 or 32 bits.
};
BOOST_DESCRIBE_ENUM(Codec, flac, mp3, vorbis, shorten, wav)

}  // namespace tapedeck::audio
