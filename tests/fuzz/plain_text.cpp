// Any text as what an uploader may have written about a recording.

#include "browse/core/plain_text.hpp"

#include "base/ensure.hpp"
#include "base/utf8.hpp"

#include <algorithm>
#include <cstdint>
#include <string>

namespace {

using namespace tapedeck;

bool is_clean(std::string_view text) {
  return is_utf8(text) && std::ranges::none_of(text, [](char c) {
           const auto byte = static_cast<unsigned char>(c);
           return (byte < 0x20 && c != '\n') || byte == 0x7F;
         });
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
  return 0;
}
