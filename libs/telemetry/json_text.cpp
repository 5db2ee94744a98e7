#include "telemetry/json_text.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace tapedeck::telemetry {
namespace {

constexpr std::string_view ellipsis = "\xe2\x80\xa6";
constexpr std::string_view replacement = "\xef\xbf\xbd";  // U+FFFD

/// One character, or one piece of what is none.
struct Piece {
  char32_t code = 0;
  std::size_t bytes = 1;
  bool valid = false;
};

constexpr auto plain = [] {
  std::array<bool, 256> table{};
  for (std::size_t c = 0x20; c < 0x7f; ++c)
    table[c] = c != '"' && c != '\\';
  return table;
}();

std::uint8_t byte_at(std::string_view text, std::size_t at) {
  return static_cast<std::uint8_t>(text[at]);
}

/// Reads the character at the beginning of `text`, which is not empty. The bounds of the second
/// byte are those of RFC 3629 §4: no overlong form, no surrogate, nothing above U+10FFFF.
Piece first_piece(std::string_view text) {
  const auto lead = byte_at(text, 0);
  if (lead < 0x80) return {.code = lead, .bytes = 1, .valid = true};
  if (lead < 0xc2 || lead > 0xf4) return {};
  const std::size_t length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  std::uint8_t low = 0x80;
  std::uint8_t high = 0xbf;
  if (lead == 0xe0) low = 0xa0;
  if (lead == 0xed) high = 0x9f;
  if (lead == 0xf0) low = 0x90;
  if (lead == 0xf4) high = 0x8f;
  char32_t code = lead & (0x7fU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if (i == text.size()) return {.bytes = i};
    const auto next = byte_at(text, i);
    if (next < low || next > high) return {.bytes = i};
    code = (code << 6) | (next & 0x3fU);
    low = 0x80;
    high = 0xbf;
  }
  return {.code = code, .bytes = length, .valid = true};
}

bool must_be_escaped(char32_t c) {
  return c < 0x20 || c == '"' || c == '\\' || (c >= 0x7f && c < 0xa0) || c == 0x61c ||
         (c >= 0x200e && c <= 0x200f) || (c >= 0x2028 && c <= 0x202e) ||
         (c >= 0x2066 && c <= 0x2069);
}

/// How a character that must be escaped is written; all of them lie below U+FFFF.
std::string_view escaped(char32_t c, std::array<char, 6>& room) {
  switch (c) {
    case '"':
      return "\\\"";
    case '\\':
      return "\\\\";
    case '\n':
      return "\\n";
    case '\r':
      return "\\r";
    case '\t':
      return "\\t";
    default:
      break;
  }
  constexpr std::string_view digits = "0123456789abcdef";
  room = {'\\',          'u', digits[(c >> 12) & 15], digits[(c >> 8) & 15], digits[(c >> 4) & 15],
          digits[c & 15]};
  return {room.data(), room.size()};
}

/// Bytes at the beginning of `text` that stand for themselves.
std::size_t plain_bytes(std::string_view text) {
  std::size_t count = 0;
  while (count < text.size() && plain[byte_at(text, count)])
    ++count;
  return count;
}

/// The beginning of `text` that is written in one go: plain bytes, or one piece of anything else.
struct Step {
  std::size_t taken = 0;
  std::string_view written;
  bool plain = false;
};

Step first_step(std::string_view text, std::array<char, 6>& escape) {
  const auto run = plain_bytes(text.substr(0, max_text_bytes + 1));
  if (run > 0) return {.taken = run, .written = text.substr(0, run), .plain = true};
  const auto piece = first_piece(text);
  if (!piece.valid) return {.taken = piece.bytes, .written = replacement};
  if (must_be_escaped(piece.code)) {
    return {.taken = piece.bytes, .written = escaped(piece.code, escape)};
  }
  return {.taken = piece.bytes, .written = text.substr(0, piece.bytes)};
}

}  // namespace

void append_json_text(std::string& line, std::string_view text) {
  line += '"';
  const auto begin = line.size();
  const auto last_cut = begin + max_text_bytes - ellipsis.size();
  auto cut = begin;  // the last place between two characters that leaves room for the ellipsis
  std::array<char, 6> escape{};
  while (!text.empty()) {
    const auto step = first_step(text, escape);
    line += step.written;
    text.remove_prefix(step.taken);
    if (step.plain || line.size() <= last_cut) {
      cut = std::max(cut, std::min(line.size(), last_cut));
    }
    if (line.size() - begin > max_text_bytes) {
      line.resize(cut);
      line += ellipsis;
      break;
    }
  }
  line += '"';
}

}  // namespace tapedeck::telemetry
