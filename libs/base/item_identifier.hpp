#pragma once

#include "base/result.hpp"

#include <compare>
#include <string>
#include <string_view>
#include <utility>

namespace tapedeck {

/// The name of one item at the Archive, proven well formed:
/// `gd1977-05-08.sbd.hicks.4982.sbeok.shnf`.
///
/// parse() is the only way in, so a function that takes an ItemIdentifier never checks it again.
/// It is 3 to 100 bytes of `[A-Za-z0-9._-]` and begins with a letter or digit, which makes it safe
/// as one URL segment and as one directory name: no `/`, no leading `.`, nothing to escape.
///
/// Source: `validate_s3_identifier` in the Archive's own client (jjjake/internetarchive,
/// `internetarchive/utils.py`), less the leading `@` of user items, which hold no concerts.
class ItemIdentifier {
 public:
  static constexpr std::size_t min_bytes = 3;
  static constexpr std::size_t max_bytes = 100;

  /// Errors: `invalid`.
  [[nodiscard]] static Result<ItemIdentifier> parse(std::string_view text);

  [[nodiscard]] std::string_view text() const& noexcept { return text_; }
  std::string_view text() const&& = delete;

  /// Byte by byte. Nothing is folded, so a name is looked up as the Archive gave it.
  friend auto operator<=>(const ItemIdentifier&, const ItemIdentifier&) = default;

 private:
  explicit ItemIdentifier(std::string text) : text_(std::move(text)) {}

  std::string text_;
};

}  // namespace tapedeck
