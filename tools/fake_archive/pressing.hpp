#pragma once

#include "fake_archive/item.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace tapedeck::fake_archive {

/// The bytes of one file, as they are served.
struct PressedFile {
  std::shared_ptr<const std::string> bytes;  ///< Shared with the answers that are sending it.
  std::int64_t modified = 0;                 ///< Seconds since 1970: `mtime` and Last-Modified.
  bool is_private = false;                   ///< Refused with 403 at the node.
};

/// An item with the bytes of all its files, and the metadata that is true of them.
struct PressedItem {
  boost::json::object answer;  ///< What /metadata gives, but for `created`.
  std::map<std::string, PressedFile, std::less<>> files;  ///< By name.

  /// Nothing when there is no such file.
  [[nodiscard]] const PressedFile* find(std::string_view name) const;
};

/// Makes every file of an item: sound, pictures, sums and texts that agree with one another. Sizes,
/// digests and lengths in the answer are those of the made bytes; but the length of a Shorten file
/// is wrong, and `_files.xml` has no size and a sum that is not its own, as at the Archive.
///
/// The same item and revision give the same bytes. A higher revision is the same item after its
/// uploader has replaced the originals: other sound, later `mtime`.
/// Takes about 70 ms a track; not for a loop.
[[nodiscard]] PressedItem press(const Item& item, unsigned revision);

}  // namespace tapedeck::fake_archive
