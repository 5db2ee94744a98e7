#include "audio/hearing_parts.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace tapedeck::audio {
namespace {

constexpr std::size_t riff_bytes = 12;
constexpr std::size_t chunk_head_bytes = 8;
constexpr std::size_t format_bytes = 16;
constexpr std::size_t extended_format_bytes = 26;
constexpr std::uint32_t format_pcm = 1;
constexpr std::uint32_t format_extended = 0xfffe;

/// A file with more chunks before its sound than this is none.
constexpr int most_chunks = 100;

std::uint32_t little_number(std::span<const std::uint8_t> bytes, std::size_t at,
                            std::size_t count) {
  std::uint32_t number = 0;
  for (std::size_t i = 0; i < count; ++i)
    number |= std::uint32_t{bytes[at + i]} << (8 * i);
  return number;
}

bool chunk_says(std::span<const std::uint8_t> bytes, std::size_t at, std::string_view word) {
  return std::ranges::equal(bytes.subspan(at, word.size()), word, {}, {},
                            [](char c) { return static_cast<std::uint8_t>(c); });
}

std::unexpected<Error> bad_wav() {
  return fail(Errc::invalid, "The WAV file is damaged, or holds no PCM.");
}

/// What the chunk "fmt " says. False when that is no PCM.
bool read_format(std::span<const std::uint8_t> chunk, WavHead& head) {
  if (chunk.size() < format_bytes) return false;
  auto format = little_number(chunk, 0, 2);
  if (format == format_extended && chunk.size() >= extended_format_bytes)
    format = little_number(chunk, 24, 2);
  head.channels = little_number(chunk, 2, 2);
  head.sample_rate = little_number(chunk, 4, 4);
  head.bits = little_number(chunk, 14, 2);
  return format == format_pcm && head.channels >= 1 && head.sample_rate > 0 &&
         (head.bits == 8 || head.bits == 16 || head.bits == 24 || head.bits == 32);
}

/// Samples as numbers: the lowest byte first; those of 8 bits have their middle at 128.
void unpack_wav(std::span<const std::uint8_t> bytes, std::uint32_t bits,
                std::vector<std::int32_t>& into) {
  const std::size_t width = bits / 8;
  into.clear();
  for (std::size_t at = 0; at + width <= bytes.size(); at += width) {
    if (bits == 8) {
      into.push_back(bytes[at] - 128);
      continue;
    }
    const auto number = little_number(bytes, at, width) << (32 - bits);
    into.push_back(static_cast<std::int32_t>(number) >> (32 - bits));
  }
}

void put_number(std::vector<std::uint8_t>& to, std::uint32_t number, int bytes) {
  for (int i = 0; i < bytes; ++i)
    to.push_back(static_cast<std::uint8_t>(number >> (8 * i)));
}

void put_word(std::vector<std::uint8_t>& to, std::string_view word) {
  to.insert(to.end(), word.begin(), word.end());
}

}  // namespace

Result<WavHead> read_wav_head(const See& see, std::uint64_t at) {
  auto riff = see(at, riff_bytes);
  if (!riff) return failure(riff);
  if (riff->size() < riff_bytes || !chunk_says(*riff, 0, "RIFF") || !chunk_says(*riff, 8, "WAVE"))
    return bad_wav();
  at += riff_bytes;
  WavHead head;
  bool formatted = false;
  for (int count = 0; count < most_chunks; ++count) {
    auto seen = see(at, chunk_head_bytes + extended_format_bytes);
    if (!seen) return failure(seen);
    if (seen->size() < chunk_head_bytes) return bad_wav();
    const std::uint64_t bytes = little_number(*seen, 4, 4);
    const auto content = seen->subspan(chunk_head_bytes);
    if (chunk_says(*seen, 0, "data")) {
      head.first_byte = at + chunk_head_bytes;
      head.sound_bytes = bytes;
      if (!formatted) return bad_wav();
      return head;
    }
    if (chunk_says(*seen, 0, "fmt ")) {
      const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(bytes, content.size()));
      formatted = read_format(content.first(size), head);
      if (!formatted) return bad_wav();
    }
    at += chunk_head_bytes + bytes + bytes % 2;
  }
  return bad_wav();
}

std::vector<std::uint8_t> usual_wav_head(const Announced& announced) {
  const auto frame = std::uint64_t{2} * announced.channels;
  constexpr std::uint64_t most_bytes = 0xffff'ffffU - 36;
  if (announced.bits != 16 || announced.channels > 2 || announced.samples == 0 ||
      announced.samples > most_bytes / frame)
    return {};
  const auto sound = static_cast<std::uint32_t>(announced.samples * frame);
  std::vector<std::uint8_t> head;
  put_word(head, "RIFF");
  put_number(head, sound + 36, 4);
  put_word(head, "WAVEfmt ");
  put_number(head, format_bytes, 4);
  put_number(head, format_pcm, 2);
  put_number(head, announced.channels, 2);
  put_number(head, announced.sample_rate, 4);
  put_number(head, static_cast<std::uint32_t>(announced.sample_rate * frame), 4);
  put_number(head, static_cast<std::uint32_t>(frame), 2);
  put_number(head, announced.bits, 2);
  put_word(head, "data");
  put_number(head, sound, 4);
  return head;
}

Result<void> hear_wav(Window& window, std::uint64_t at, Listener& listener) {
  const auto see = [&](auto place, auto least) { return window.see(place, least); };
  auto head = read_wav_head(see, at);
  if (!head) return failure(head);
  const std::uint64_t frame = std::uint64_t{head->channels} * head->bits / 8;
  const auto samples = head->sound_bytes / frame;
  auto begun = listener.begin("Tapedeck's own reader of WAV", {.sample_rate = head->sample_rate,
                                                               .channels = head->channels,
                                                               .bits = head->bits,
                                                               .samples = samples});
  if (!begun) return begun;
  auto place = head->first_byte;
  const auto end = std::min(place + samples * frame, window.source_bytes());
  std::vector<std::int32_t> sound;
  while (end - place >= frame && place < end) {
    auto seen = window.see(place, static_cast<std::size_t>(frame));
    if (!seen) return failure(seen);
    const auto room = std::min<std::uint64_t>(seen->size(), end - place);
    const auto whole = static_cast<std::size_t>(room - room % frame);
    unpack_wav(seen->first(whole), head->bits, sound);
    listener.take_exact(sound);
    place += whole;
  }
  return {};
}

}  // namespace tapedeck::audio
