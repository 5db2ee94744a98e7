#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace tapedeck::archive {

/// The picture that the Archive shows of an item.
struct Picture {
  std::string type;  ///< "image/jpeg", by its bytes and not by what was said of it.
  std::string bytes;
};

/// A longer one is no thumbnail: those of the Archive have some 10 KB.
inline constexpr std::size_t most_picture_bytes = std::size_t{1} << 20U;

/// The type of a picture by its first bytes: JPEG, PNG, GIF, WebP; empty for anything else, SVG
/// included, since that may hold a script.
[[nodiscard]] std::string_view picture_type(std::string_view bytes);

}  // namespace tapedeck::archive
