// Any text as what an uploader may have written about a recording.

#include "browse/core/plain_text.hpp"

#include "base/ascii.hpp"
#include "base/ensure.hpp"
#include "base/utf8.hpp"
#include "browse/core/allowed_html.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace {

using namespace tapedeck;

bool is_clean(std::string_view text) {
  return is_utf8(text) && std::ranges::none_of(text, [](char c) {
           const auto byte = static_cast<unsigned char>(c);
           return (byte < 0x20 && c != '\n') || byte == 0x7F;
         });
}

/// Whether each tag is one of those that allowed_html() may write, to the letter.
bool is_harmless(std::string_view html) {
  constexpr auto tags = std::to_array<std::string_view>(
      {"<p>", "</p>", "<ul>", "</ul>", "<ol>", "</ol>", "<li>", "</li>", "<blockquote>",
       "</blockquote>", "<b>", "</b>", "<i>", "</i>", "<u>", "</u>", "<br>", "</a>"});
  constexpr std::string_view link = "<a href=\"http";
  constexpr std::string_view link_end = " target=\"_blank\" rel=\"nofollow noopener noreferrer\">";
  for (auto at = html.find('<'); at != html.npos; at = html.find('<', at + 1)) {
    const auto tag = html.substr(at);
    if (std::ranges::any_of(tags, [&](auto known) { return tag.starts_with(known); })) continue;
    const auto quote = tag.find('"', link.size());
    if (!ascii::lower_case(tag.substr(0, link.size())).starts_with(link)) return false;
    if (quote == tag.npos) return false;
    if (!tag.substr(quote + 1).starts_with(link_end)) return false;
  }
  return true;
}

/// What is read of it in ASCII, whatever the lines: gumbo takes some characters only by their
/// numbers, and gives U+FFFD for them when they come as they are.
std::string letters_of(std::string_view text) {
  std::string letters;
  for (const char c : text) {
    if (c > ' ') letters += c;
  }
  return letters;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): libFuzzer gives bytes
  const std::string text(reinterpret_cast<const char*>(data), size);
  if (!is_utf8(text)) return 0;  // refused where it comes from the Archive

  const auto plain = browse::plain_text(text);
  ensure(is_clean(plain), "what is read is clean text");
  ensure(!plain.contains("\n\n\n"), "no two lines in a row are empty");
  ensure(!plain.starts_with('\n') && !plain.ends_with('\n'), "no line end stands outside");
  const auto line = browse::plain_line(text);
  ensure(is_clean(line) && !line.contains('\n'), "a line is one line");

  const auto html = browse::allowed_html(text);
  ensure(is_clean(html) && is_harmless(html), "only allowed tags are written");
  ensure(letters_of(browse::plain_text(html)) == letters_of(plain), "no word is lost");
  return 0;
}
