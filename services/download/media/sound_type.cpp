#include "download/media/sound_type.hpp"

#include "base/ascii.hpp"
#include "http/headers.hpp"

#include <algorithm>
#include <array>

namespace tapedeck::download {
namespace {

struct SoundRow {
  std::string_view ending;
  std::string_view type;
  bool has_slices;
  bool is_heard;  ///< libs/audio decodes it.
};

// clang-format off
constexpr auto sound_rows = std::to_array<SoundRow>({
    {"flac", "audio/flac",  true, true},
    {"mp3",  "audio/mpeg",  true, true},
    {"ogg",  "audio/ogg",   false, true},
    {"oga",  "audio/ogg",   false, true},
    {"opus", "audio/ogg",   false, false},
    {"m4a",  "audio/mp4",   false, false},
    {"mp4",  "audio/mp4",   false, false},
    {"wav",  "audio/wav",   false, true},
    {"aif",  "audio/aiff",  false, false},
    {"aiff", "audio/aiff",  false, false},
    {"shn",  "audio/x-shn", false, true},
});
// clang-format on

const SoundRow* row_for(std::string_view file_name) {
  const auto dot = file_name.rfind('.');
  if (dot == file_name.npos) return nullptr;
  const auto ending = file_name.substr(dot + 1);
  const auto found = std::ranges::find_if(
      sound_rows, [&](const auto& row) { return http::same_name(row.ending, ending); });
  return found == sound_rows.end() ? nullptr : &*found;
}

/// RFC 8187 §3.2.1: what need not be encoded.
bool is_attribute_char(char c) {
  return ascii::is_letter_or_digit(c) || std::string_view("!#$&+-.^_`|~").contains(c);
}

/// Safe between quotes in every client.
bool is_plain_char(char c) {
  return ascii::is_letter_or_digit(c) || std::string_view("-._ ").contains(c);
}

}  // namespace

std::string_view sound_type_of(std::string_view file_name) noexcept {
  const auto* row = row_for(file_name);
  return row == nullptr ? std::string_view() : row->type;
}

bool may_have_slices(std::string_view file_name) noexcept {
  const auto* row = row_for(file_name);
  return row != nullptr && row->has_slices;
}

bool may_be_heard(std::string_view file_name) noexcept {
  const auto* row = row_for(file_name);
  return row != nullptr && row->is_heard;
}

std::string inline_disposition(std::string_view file_name) {
  const auto name = file_name.substr(file_name.rfind('/') + 1);  // npos + 1 is 0
  std::string plain;
  std::string exact;
  for (const char c : name) {
    plain += is_plain_char(c) ? c : '_';
    if (is_attribute_char(c)) {
      exact += c;
      continue;
    }
    constexpr std::string_view digits = "0123456789ABCDEF";
    const auto byte = static_cast<unsigned char>(c);
    exact += '%';
    exact += digits[byte >> 4];
    exact += digits[byte & 0x0f];
  }
  return "inline; filename=\"" + plain + "\"; filename*=UTF-8''" + exact;
}

}  // namespace tapedeck::download
