#include "music/words.hpp"

#include "base/ascii.hpp"

#include <algorithm>

namespace tapedeck::music {
namespace {

/// U+00C0 to U+00FF as the letters they are without accents; a space for the two signs among them.
constexpr std::string_view latin_letters =
    "aaaaaaaceeeeiiii"
    "dnooooo ouuuuyts"
    "aaaaaaaceeeeiiii"
    "dnooooo ouuuuyty";

bool is_plain(char c) { return ascii::is_lower(c) || ascii::is_digit(c); }

/// What one character becomes, and how many bytes it was.
struct Folded {
  std::string_view text;
  std::size_t bytes;
};

constexpr std::string_view lower_letters = "abcdefghijklmnopqrstuvwxyz";

Folded fold(std::string_view at) {
  const char c = at.front();
  if (ascii::is_upper(c)) return {lower_letters.substr(static_cast<std::size_t>(c - 'A'), 1), 1};
  if (is_plain(c)) return {at.substr(0, 1), 1};
  if (c == '\'' || c == '.') return {{}, 1};
  const auto byte = static_cast<unsigned char>(c);
  if (byte < 0x80) return {" ", 1};
  for (const std::string_view mark : {"\xe2\x80\x98", "\xe2\x80\x99", "\xc2\xb4"}) {
    if (at.starts_with(mark)) return {{}, mark.size()};
  }
  if (byte == 0xc3 && at.size() > 1) {
    const auto second = static_cast<unsigned char>(at[1]);
    if (second >= 0x80 && second <= 0xbf) return {latin_letters.substr(second - 0x80U, 1), 2};
  }
  // Punctuation of U+2000 to U+206F: dashes, quotation marks.
  if (at.starts_with("\xe2\x80")) return {" ", at.size() < 3 ? at.size() : 3};
  return {at.substr(0, 1), 1};
}

/// How many bytes of white space the text begins with, of the first character; 0 for none.
std::size_t length_of_space(std::string_view text) {
  constexpr std::string_view wide = "\xe3\x80\x80";
  if (text.starts_with(wide)) return wide.size();
  return static_cast<unsigned char>(text.front()) <= 0x20 || text.front() == 0x7f ? 1 : 0;
}

}  // namespace

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  while (!text.empty()) {
    const auto [folded, bytes] = fold(text);
    text.remove_prefix(bytes);
    if (folded != " ") {
      word += folded;
      continue;
    }
    if (!word.empty()) words.push_back(std::move(word));
    word.clear();
  }
  if (!word.empty()) words.push_back(std::move(word));
  return words;
}

std::vector<std::string> words_of(const ItemIdentifier& item) {
  std::string parts(item.text());
  std::ranges::replace(parts, '.', ' ');
  return words_of(std::string_view(parts));
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) {
    if (!text.empty()) text += ' ';
    text += word;
  }
  return text;
}

std::vector<std::string_view> split_at_spaces(std::string_view text) {
  std::vector<std::string_view> parts;
  std::size_t begin = 0;
  for (std::size_t at = 0; at <= text.size();) {
    const auto space = at < text.size() ? length_of_space(text.substr(at)) : 1;
    if (space > 0 && at > begin) parts.push_back(text.substr(begin, at - begin));
    at += std::max<std::size_t>(space, 1);
    if (space > 0) begin = at;
  }
  return parts;
}

std::string replaced(std::string_view text, std::string_view from, std::string_view to) {
  std::string made(text);
  for (auto at = made.find(from); at != made.npos; at = made.find(from, at + to.size()))
    made.replace(at, from.size(), to);
  return made;
}

unsigned value_of(std::string_view digits) {
  unsigned value = 0;
  for (const char c : digits)
    value = value * 10 + static_cast<unsigned>(c - '0');
  return value;
}

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

std::string_view beginning_of(std::string_view text, std::size_t most) {
  if (text.size() <= most) return text;
  const auto space = text.substr(0, most + 1).rfind(' ');
  if (space != text.npos && space > 0) return text.substr(0, space);
  const auto goes_on = [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) == 0x80U; };
  while (most > 0 && goes_on(text[most]))
    --most;
  return text.substr(0, most);
}

}  // namespace tapedeck::music
