#include "json/writer.hpp"

#include "base/utf8.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <cstring>
#include <utility>

namespace tapedeck::json {
namespace {

bool needs_escape(char c) { return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\'; }

/// Whether one of eight bytes needs an escape. The classic test for a zero byte, applied to the
/// bytes less 0x20, and to their difference from each of the two marks; it may answer yes wrongly,
/// never no.
bool any_needs_escape(std::uint64_t eight) {
  constexpr std::uint64_t each = 0x0101010101010101;
  constexpr std::uint64_t high = 0x80 * each;
  const auto quotes = eight ^ ('"' * each);
  const auto backslashes = eight ^ ('\\' * each);
  const auto below = ((eight - 0x20 * each) & ~eight) | ((quotes - each) & ~quotes) |
                     ((backslashes - each) & ~backslashes);
  return (below & high) != 0;
}

/// Where the first byte that needs an escape is, at `from` or after it; the size when there is
/// none.
std::size_t find_escape(std::string_view text, std::size_t from) {
  while (from + 8 <= text.size()) {
    std::uint64_t eight = 0;
    std::memcpy(&eight, text.data() + from, 8);
    if (any_needs_escape(eight)) break;
    from += 8;
  }
  while (from < text.size() && !needs_escape(text[from]))
    ++from;
  return from;
}

void append_escape(std::string& out, char c) {
  constexpr std::string_view short_forms = "\"\\\b\f\n\r\t";
  constexpr std::string_view letters = "\"\\bfnrt";
  constexpr std::string_view hex = "0123456789abcdef";
  out += '\\';
  if (const auto at = short_forms.find(c); at != std::string_view::npos) {
    out += letters[at];
    return;
  }
  out += "u00";
  out += hex[static_cast<unsigned char>(c) >> 4];
  out += hex[static_cast<unsigned char>(c) & 0x0f];
}

void append_quoted(std::string& out, std::string_view text) {
  out += '"';
  std::size_t done = 0;
  while (done < text.size()) {
    const auto stop = find_escape(text, done);
    out.append(text.substr(done, stop - done));
    if (stop < text.size()) append_escape(out, text[stop]);
    done = stop + 1;
  }
  out += '"';
}

/// How many bytes at the front of `text` are one well-formed character; 0 when none are.
std::size_t character_at_front(std::string_view text) {
  for (std::size_t size = 1; size <= 4 && size <= text.size(); ++size) {
    if (is_utf8(text.substr(0, size))) return size;
  }
  return 0;
}

/// `text` with U+FFFD for each byte that belongs to no character.
std::string repaired(std::string_view text) {
  std::string out;
  out.reserve(text.size() + 16);
  while (!text.empty()) {
    const auto size = character_at_front(text);
    if (size == 0) {
      out += "\xEF\xBF\xBD";
    } else {
      out += text.substr(0, size);
    }
    text.remove_prefix(size == 0 ? 1 : size);
  }
  return out;
}

template <class N>
void append_number(std::string& out, N number) {
  std::array<char, 32> digits{};
  const auto written = std::to_chars(digits.data(), digits.data() + digits.size(), number);
  out.append(digits.data(), written.ptr);
}

}  // namespace

void Writer::key(std::string_view name) {
  separate();
  append_quoted(out_, name);
  out_ += ':';
}

void Writer::plain_key(std::string_view name) {
  separate();
  out_ += '"';
  out_ += name;
  out_ += "\":";
}

void Writer::integer(std::int64_t number) {
  separate();
  append_number(out_, number);
}

void Writer::integer(std::uint64_t number) {
  separate();
  append_number(out_, number);
}

void Writer::number(double number) {
  if (!std::isfinite(number)) return null();
  separate();
  append_number(out_, number);
}

void Writer::string(std::string_view text) {
  separate();
  append_quoted(out_, text);
}

std::string Writer::take() {
  // Once over the whole is far cheaper than once a text. All of our own bytes are ASCII, so what is
  // no UTF-8 lies inside a text, and repairing it breaks nothing around it.
  if (!is_utf8(out_)) out_ = repaired(out_);
  return std::exchange(out_, {});
}

}  // namespace tapedeck::json
