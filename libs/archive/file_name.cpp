#include "archive/file_name.hpp"

#include "archive/percent_encoding.hpp"
#include "base/utf8.hpp"

#include <algorithm>

namespace tapedeck::archive {
namespace {

constexpr std::size_t npos = std::string_view::npos;

/// Bytes below U+0020, U+007F, and U+0080 to U+009F, which UTF-8 writes as C2 80 to C2 9F.
bool has_control_characters(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte < 0x20 || byte == 0x7F) return true;
    if (byte == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0) {
      return true;
    }
  }
  return false;
}

bool is_good_segment(std::string_view segment) {
  return !segment.empty() && segment != "." && segment != ".." &&
         segment.size() <= FileName::max_segment_bytes;
}

/// Calls `use` with each part of `text` between the `/`.
template <class Use>
void for_each_segment(std::string_view text, Use use) {
  for (;;) {
    const auto slash = text.find('/');
    use(text.substr(0, slash));
    if (slash == npos) return;
    text.remove_prefix(slash + 1);
  }
}

}  // namespace

Result<FileName> FileName::parse(std::string_view text) {
  if (text.empty() || text.size() > max_bytes) {
    return fail(Errc::invalid, "A file's name has 1 to 1024 bytes.");
  }
  if (!is_utf8(text) || has_control_characters(text) || text.contains('\\')) {
    return fail(Errc::invalid,
                "A file's name is UTF-8 text without control characters and backslashes.");
  }
  bool good = true;
  for_each_segment(text,
                   [&](std::string_view segment) { good = good && is_good_segment(segment); });
  if (!good) {
    return fail(Errc::invalid,
                "A file's name stays inside its item: no leading '/', no '..', no empty folder, no "
                "part above 255 bytes.");
  }
  return FileName(std::string(text));
}

std::string FileName::percent_encoded() const {
  std::string encoded;
  for_each_segment(text_, [&](std::string_view segment) {
    if (!encoded.empty()) encoded += '/';
    encoded += archive::percent_encoded(segment);
  });
  return encoded;
}

}  // namespace tapedeck::archive
