#include "fake_archive/node_content.hpp"

#include "http/http_date.hpp"
#include "http/range.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>

namespace tapedeck::fake_archive {

namespace {

std::string_view type_of(std::string_view name) {
  // clang-format off
  constexpr auto types = std::to_array<std::pair<std::string_view, std::string_view>>({
      {".flac", "audio/x-flac"}, {".mp3", "audio/mpeg"},  {".ogg", "application/ogg"},
      {".shn", "application/octet-stream"}, {".wav", "audio/x-wav"}, {".png", "image/png"},
      {".jpg", "image/jpeg"}, {".txt", "text/plain"}, {".xml", "application/xml"},
      {".md5", "text/plain"}, {".ffp", "text/plain"}, {".st5", "text/plain"},
      {".m3u", "audio/x-mpegurl"}, {".torrent", "application/x-bittorrent"},
  });
  // clang-format on
  for (const auto& [ending, type] : types) {
    if (name.ends_with(ending)) return type;
  }
  return "application/octet-stream";
}

std::string modified_text(const PressedFile& file) {
  return http::to_http_date(std::chrono::sys_seconds(std::chrono::seconds(file.modified)));
}

/// Whether the client's part belongs to this very file.
bool still_holds(const FileQuestion& question, const PressedFile& file) {
  if (!question.if_range) return true;
  return *question.if_range == etag_of(file) || *question.if_range == modified_text(file);
}

/// The part moved further on by a fault, within the file.
void move_start(http::RangeChoice& part, std::int64_t by, std::uint64_t size) {
  const auto end = part.first + part.bytes;
  const auto first = static_cast<std::int64_t>(part.first) + by;
  part.first = std::min(static_cast<std::uint64_t>(std::max<std::int64_t>(first, 0)), size - 1);
  part.bytes = end > part.first ? end - part.first : 1;
}

}  // namespace

std::string etag_of(const PressedFile& file) {
  return fmt::format("\"{:x}-{:x}\"", file.modified, file.bytes->size());
}

Answer node_answer(const PressedFile& file, std::string_view name, const FileQuestion& question,
                   const Effects& effects) {
  if (file.is_private) return html_page(403, "403 Forbidden");
  const std::uint64_t size = file.bytes->size();
  Answer answer;
  answer.bytes = file.bytes;
  answer.count = size;
  answer.headers.set("Content-Type", type_of(name));
  answer.headers.set("Last-Modified", modified_text(file));
  answer.headers.set("ETag", etag_of(file));
  answer.headers.set("Accept-Ranges", "bytes");
  if (!question.range || effects.ignore_range || !still_holds(question, file)) return answer;

  auto part = http::choose_range(*question.range, size);
  if (part.kind == http::RangeChoice::Kind::whole) return answer;
  if (part.kind == http::RangeChoice::Kind::unsatisfiable) {
    auto refused = html_page(416, "416 Requested Range Not Satisfiable");
    refused.headers.set("Content-Range", fmt::format("bytes */{}", size));
    return refused;
  }
  if (effects.wrong_start) move_start(part, *effects.wrong_start, size);
  answer.status = 206;
  answer.first = part.first;
  answer.count = part.bytes;
  answer.headers.set("Content-Range",
                     fmt::format("bytes {}-{}/{}", part.first, part.first + part.bytes - 1, size));
  return answer;
}

}  // namespace tapedeck::fake_archive
