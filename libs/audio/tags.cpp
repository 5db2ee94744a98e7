#include "audio/tags.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace tapedeck::audio {

namespace {

constexpr std::size_t id3v2_head_bytes = 10;
constexpr std::uint8_t id3v2_has_footer = 0x10;

bool begins_with(std::span<const std::uint8_t> bytes, std::string_view word) {
  return bytes.size() >= word.size() &&
         std::ranges::equal(bytes.first(word.size()), word, {}, {},
                            [](char c) { return static_cast<std::uint8_t>(c); });
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

}  // namespace tapedeck::audio
