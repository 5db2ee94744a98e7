#include "audio/tags.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace tapedeck::audio {

namespace {

constexpr std::size_t id3v2_head_bytes = 10;
constexpr std::uint8_t id3v2_has_footer = 0x10;
constexpr std::uint64_t id3v1_bytes = 128;
constexpr std::uint64_t longer_id3v1_bytes = 227;
constexpr std::size_t ape_head_bytes = 32;
constexpr std::size_t ape_size_at = 12;

bool begins_with(std::span<const std::uint8_t> bytes, std::string_view word) {
  return bytes.size() >= word.size() &&
         std::ranges::equal(bytes.first(word.size()), word, {}, {},
                            [](char c) { return static_cast<std::uint8_t>(c); });
}

/// An APE tag that begins with its header; that one is not in the size it names.
std::uint64_t ape_bytes(std::span<const std::uint8_t> head) {
  if (head.size() < ape_head_bytes) return head.size();
  std::uint64_t bytes = ape_head_bytes;
  for (unsigned i = 0; i < 4; ++i)
    bytes += std::uint64_t{head[ape_size_at + i]} << (8 * i);
  return bytes;
}

/// Lyrics3 has its size at its end only, and the word for that end.
Result<std::uint64_t> behind_lyrics(Window& window, std::uint64_t at) {
  constexpr auto ends = std::to_array<std::string_view>({"LYRICSEND", "LYRICS200"});
  constexpr auto end_bytes = ends[0].size();
  for (;;) {
    const auto seen = window.see(at, Window::most_bytes);
    if (!seen) return failure(seen);
    if (seen->size() < end_bytes) return window.source_bytes();
    for (std::size_t i = 0; i + end_bytes <= seen->size(); ++i) {
      const auto here = seen->subspan(i);
      if (std::ranges::any_of(ends, [&](auto word) { return begins_with(here, word); }))
        return at + i + end_bytes;
    }
    at += seen->size() - end_bytes + 1;
  }
}

}  // namespace

Result<std::uint64_t> behind_id3v2(Window& window, std::uint64_t at) {
  for (;;) {
    const auto head = window.see(at, id3v2_head_bytes);
    if (!head) return failure(head);
    if (head->size() < id3v2_head_bytes || !begins_with(*head, "ID3")) return at;
    std::uint64_t bytes = 0;
    for (const auto byte : head->subspan(6, 4))
      bytes = bytes << 7 | (byte & 0x7f);
    bytes += id3v2_head_bytes;
    if (((*head)[5] & id3v2_has_footer) != 0) bytes += id3v2_head_bytes;
    if (bytes > window.source_bytes() - at)
      return fail(Errc::invalid, "The file's ID3 tag is longer than the file.");
    at += bytes;
  }
}

bool is_tag_at_end(std::span<const std::uint8_t> bytes) noexcept {
  constexpr auto words = std::to_array<std::string_view>({"TAG", "APETAGEX", "LYRICSBEGIN", "ID3"});
  return std::ranges::any_of(words, [&](auto word) { return begins_with(bytes, word); });
}

Result<std::uint64_t> behind_tag_at_end(Window& window, std::uint64_t at) {
  const auto seen = window.see(at, ape_head_bytes);
  if (!seen) return failure(seen);
  const auto end = window.source_bytes();
  const auto behind = [&](std::uint64_t bytes) { return at + std::min(bytes, end - at); };
  if (begins_with(*seen, "TAG+")) return behind(longer_id3v1_bytes);
  if (begins_with(*seen, "TAG")) return behind(id3v1_bytes);
  if (begins_with(*seen, "APETAGEX")) return behind(ape_bytes(*seen));
  if (begins_with(*seen, "LYRICSBEGIN")) return behind_lyrics(window, at);
  const auto behind_id3 = behind_id3v2(window, at);
  if (!behind_id3 && behind_id3.error().code == Errc::invalid) return end;
  return behind_id3;
}

}  // namespace tapedeck::audio
