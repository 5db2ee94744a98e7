#pragma once

#include "fake_archive/answer.hpp"
#include "fake_archive/pressing.hpp"

#include <optional>
#include <string_view>

namespace tapedeck::fake_archive {

/// The validators and the part that a client asks a node for. Absent: the header was not sent.
struct FileQuestion {
  std::optional<std::string_view> range;
  std::optional<std::string_view> if_range;
};

/// A file as a node answers: 200, 206, 416, or 403 for a private one, with an ETag of the form
/// `"hex-hex"` and Last-Modified; If-Range is kept (RFC 9110 section 13.1.5). `effects` bend how a
/// Range is answered.
[[nodiscard]] Answer node_answer(const PressedFile& file, std::string_view name,
                                 const FileQuestion& question, const Effects& effects);

/// The ETag of a file, as nginx makes it: time of change and size in hex.
[[nodiscard]] std::string etag_of(const PressedFile& file);

}  // namespace tapedeck::fake_archive
