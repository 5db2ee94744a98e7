#pragma once

#include "base/result.hpp"

#include <compare>
#include <string>
#include <string_view>
#include <utility>

namespace tapedeck::archive {

/// The name of one file inside an item, proven harmless: `gd77-05-08d1t01.shn`, `disc 1/01 #9.mp3`.
///
/// What uploaders call their files is hostile input. parse() is the only way in, and what it lets
/// through stays inside the folder it is put in: segments divided by `/`, none of them empty, `.`
/// or `..`; well-formed UTF-8 without control characters; no `\`, which is a divider elsewhere
/// (none of 13,567 recorded names has one); a segment of at most 255 bytes, which is what Linux
/// file systems take.
///
/// Everything else is kept as the uploader wrote it, spaces, quotes, `#`, `%` and `&` included.
class FileName {
 public:
  static constexpr std::size_t max_bytes = 1'024;
  static constexpr std::size_t max_segment_bytes = 255;

  /// Errors: `invalid`.
  [[nodiscard]] static Result<FileName> parse(std::string_view text);

  [[nodiscard]] std::string_view text() const& noexcept { return text_; }
  std::string_view text() const&& = delete;

  /// The name as it stands in a URL: each segment percent-encoded byte by byte (RFC 3986 §2.3 says
  /// which bytes may stay), the `/` between them kept. Unencoded `#`, `?` and `%` give 404.
  [[nodiscard]] std::string percent_encoded() const;

  /// Byte by byte: two files of an item may differ only in case.
  friend auto operator<=>(const FileName&, const FileName&) = default;

 private:
  explicit FileName(std::string text) : text_(std::move(text)) {}

  std::string text_;
};

}  // namespace tapedeck::archive
