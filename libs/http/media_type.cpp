#include "http/media_type.hpp"

#include "http/headers.hpp"

#include <algorithm>
#include <array>

namespace tapedeck::http {

namespace {

struct TypeRow {
  std::string_view ending;
  std::string_view type;
};

// clang-format off
constexpr auto media_types = std::to_array<TypeRow>({
    {"avif",        "image/avif"},
    {"css",         "text/css; charset=utf-8"},
    {"flac",        "audio/flac"},
    {"gif",         "image/gif"},
    {"html",        "text/html; charset=utf-8"},
    {"ico",         "image/x-icon"},
    {"jpeg",        "image/jpeg"},
    {"jpg",         "image/jpeg"},
    {"js",          "text/javascript; charset=utf-8"},
    {"json",        "application/json"},
    {"m4a",         "audio/mp4"},
    {"map",         "application/json"},
    {"mjs",         "text/javascript; charset=utf-8"},
    {"mp3",         "audio/mpeg"},
    {"mp4",         "audio/mp4"},
    {"oga",         "audio/ogg"},
    {"ogg",         "audio/ogg"},
    {"opus",        "audio/ogg"},
    {"pdf",         "application/pdf"},
    {"png",         "image/png"},
    {"svg",         "image/svg+xml"},
    {"txt",         "text/plain; charset=utf-8"},
    {"wasm",        "application/wasm"},
    {"wav",         "audio/wav"},
    {"webmanifest", "application/manifest+json"},
    {"webp",        "image/webp"},
    {"woff2",       "font/woff2"},
    {"xml",         "application/xml"},
    {"yaml",        "application/yaml"},
});
// clang-format on

}  // namespace

std::string_view media_type_of(std::string_view file_name) noexcept {
  const auto dot = file_name.rfind('.');
  if (dot != file_name.npos) {
    const auto ending = file_name.substr(dot + 1);
    const auto is_it = [&](const TypeRow& row) { return same_name(row.ending, ending); };
    const auto found = std::ranges::find_if(media_types, is_it);
    if (found != media_types.end()) return found->type;
  }
  return "application/octet-stream";
}

}  // namespace tapedeck::http
