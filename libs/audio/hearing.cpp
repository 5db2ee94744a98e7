#include "audio/hearing.hpp"

#include "audio/digest.hpp"
#include "audio/flac_head.hpp"
#include "audio/hearing_parts.hpp"
#include "audio/tags.hpp"
#include "base/encoding.hpp"

#include <algorithm>
#include <optional>
#include <string_view>
#include <tuple>
#include <vector>

namespace tapedeck::audio {
namespace {

bool starts_with_word(std::span<const std::uint8_t> bytes, std::string_view word) {
  return bytes.size() >= word.size() &&
         std::ranges::equal(bytes.first(word.size()), bytes_of(word));
}

/// What the first bytes behind all tags say. An MP3 file has no such word: its frames tell.
Codec codec_of(std::span<const std::uint8_t> bytes) {
  if (is_flac(bytes)) return Codec::flac;
  if (starts_with_word(bytes, "OggS")) return Codec::vorbis;
  if (starts_with_word(bytes, "ajkg")) return Codec::shorten;
  if (starts_with_word(bytes, "RIFF")) return Codec::wav;
  return Codec::mp3;
}

Result<void> hear_as(Codec codec, ByteSource& source, Window& window, std::uint64_t at,
                     Listener& listener) {
  switch (codec) {
    case Codec::flac:
      return hear_flac(source, window, at, listener);
    case Codec::vorbis:
      return hear_vorbis(source, at, listener);
    case Codec::shorten:
      return hear_shorten(window, at, listener);
    case Codec::wav:
      return hear_wav(window, at, listener);
    case Codec::mp3:
      break;
  }
  return hear_mp3(window, at, listener);
}

}  // namespace

void prepare_to_hear() {
  // OpenSSL looks for its settings and its algorithms the first time.
  for (const auto kind : {Digest::Kind::md5, Digest::Kind::sha1})
    std::ignore = Digest(kind).finish();
}

Result<Hearing> hear(ByteSource& source) {
  Window window(source);
  auto at = behind_id3v2(window, 0);
  if (!at) return failure(at);
  auto seen = window.see(*at, 4);
  if (!seen) return failure(seen);
  Hearing hearing;
  hearing.codec = codec_of(*seen);
  Listener listener(hearing);
  auto heard = hear_as(hearing.codec, source, window, *at, listener);
  if (!heard) return failure(heard);
  listener.finish();
  if (hearing.samples == 0) return fail(Errc::invalid, "There is no sound in this file.");
  return hearing;
}

Result<void> look_behind(Window& window, std::uint64_t at, Listener& listener) {
  const auto end = window.source_bytes();
  while (at < end) {
    auto seen = window.see(at, 1);
    if (!seen) return failure(seen);
    const auto other = std::ranges::find_if(*seen, [](auto byte) { return byte != 0; });
    const auto zeros = static_cast<std::uint64_t>(other - seen->begin());
    auto behind = zeros > 0 ? Result<std::uint64_t>(at + zeros) : behind_tag_at_end(window, at);
    if (!behind) return failure(behind);
    if (*behind == at) {
      listener.note(std::to_string(end - at) + " bytes that are no sound lie at its end.");
      return {};
    }
    at = *behind;
  }
  return {};
}

Result<FileSums> sums_of(ByteSource& source) {
  Digest md5(Digest::Kind::md5);
  Digest sha1(Digest::Kind::sha1);
  FileSums sums;
  std::vector<std::uint8_t> buffer(Window::most_bytes);
  for (;;) {
    auto got = source.read(sums.bytes, buffer);
    if (!got) return failure(got);
    if (*got == 0) break;
    const auto bytes = std::span(buffer).first(*got);
    md5.add(bytes);
    sha1.add(bytes);
    sums.bytes += *got;
  }
  sums.md5 = md5.finish();
  sums.sha1 = sha1.finish();
  return sums;
}

}  // namespace tapedeck::audio
