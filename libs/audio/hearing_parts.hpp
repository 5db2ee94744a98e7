#pragma once

// Private to libs/audio: one way of hearing a coding, each the one place that knows its library.
// What is wrong with a file that can be heard goes to the listener; errors are those of hear().

#include "audio/byte_source.hpp"
#include "audio/listener.hpp"
#include "audio/window.hpp"
#include "base/result.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>

namespace tapedeck::audio {

/// The FLAC file whose "fLaC" is at `at`, by libFLAC.
[[nodiscard]] Result<void> hear_flac(ByteSource& source, Window& window, std::uint64_t at,
                                     Listener& listener);

/// The MP3 file whose tags end at `at`, by libmpg123.
[[nodiscard]] Result<void> hear_mp3(Window& window, std::uint64_t at, Listener& listener);

/// The Ogg Vorbis file, by libogg and libvorbis.
[[nodiscard]] Result<void> hear_vorbis(ByteSource& source, std::uint64_t at, Listener& listener);

/// The Shorten file whose "ajkg" is at `at`, by ourselves.
[[nodiscard]] Result<void> hear_shorten(Window& window, std::uint64_t at, Listener& listener);

/// The WAV file whose "RIFF" is at `at`, by ourselves.
[[nodiscard]] Result<void> hear_wav(Window& window, std::uint64_t at, Listener& listener);

/// Notes what lies behind the sound, which ends at `at`. Tags and zeros are nothing to note.
[[nodiscard]] Result<void> look_behind(Window& window, std::uint64_t at, Listener& listener);

/// What a WAV file says before its samples.
struct WavHead {
  std::uint32_t sample_rate = 0;
  std::uint32_t channels = 0;
  std::uint32_t bits = 0;         ///< 8, 16, 24 or 32, signed but for 8.
  std::uint64_t first_byte = 0;   ///< Of the samples.
  std::uint64_t sound_bytes = 0;  ///< Of all samples, as it says.
};

/// Shows bytes from a place on: as Window::see().
using See =
    std::function<Result<std::span<const std::uint8_t>>(std::uint64_t at, std::size_t least)>;

/// Reads it where "RIFF" is at `at`. Errors: `invalid` when it is no PCM; those of `see`.
[[nodiscard]] Result<WavHead> read_wav_head(const See& see, std::uint64_t at);

/// The usual 44 bytes before `samples` of each channel in 16 bits; none for another shape.
[[nodiscard]] std::vector<std::uint8_t> usual_wav_head(const Announced& announced);

}  // namespace tapedeck::audio
