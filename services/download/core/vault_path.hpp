#pragma once

#include "archive/file_name.hpp"
#include "base/item_identifier.hpp"
#include "base/uuid.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tapedeck::download {

/// Where something of one user's lies in the vault: `{user id}/…/{file}`.
///
/// Nothing that comes from outside becomes a path by itself. Where a name would be trouble on some
/// disk (Windows shares, exFAT) or would look like one of the vault's own names, bytes of it are
/// written as `%XX`:
///
///  - `%` itself, `<`, `>`, `:`, `"`, `|`, `?`, `*`, `\` and control characters; in a folder's name
///    also `/`;
///  - the first byte of a hidden name and of a device's (`.git`, `CON.txt`);
///  - a space or a dot at the end; the dot of a name that ends in `.part`.
///
/// A segment above 200 bytes goes on in a folder of its own (`…%/_…`), so that there is room for
/// `.part` in the 255 bytes of a name. Two files of an item never share a path, and no file's name
/// begins with a dot: such names are the vault's own.
class VaultPath {
 public:
  static constexpr std::size_t most_segment_bytes = 200;

  /// `{user id}/{identifier}/{file}`.
  VaultPath(UserId user, const ItemIdentifier& item, const archive::FileName& file);

  /// With these folders between the user's and the file. `folders` are any texts that are not
  /// empty, and each becomes one folder.
  VaultPath(UserId user, const std::vector<std::string>& folders, const archive::FileName& file);

  /// Reads what text() wrote; nothing for anything else.
  [[nodiscard]] static std::optional<VaultPath> of_text(std::string_view text);

  /// From the vault to the file's folder: at least the user's and the item's.
  [[nodiscard]] const std::vector<std::string>& folders() const& noexcept { return folders_; }
  const std::vector<std::string>& folders() const&& = delete;

  /// In its folder: of the finished file, and of its part.
  [[nodiscard]] const std::string& name() const& noexcept { return name_; }
  const std::string& name() const&& = delete;
  [[nodiscard]] std::string part_name() const { return name_ + ".part"; }

  /// The whole, below the vault's own folder.
  [[nodiscard]] std::string text() const;

  friend auto operator<=>(const VaultPath&, const VaultPath&) = default;

 private:
  VaultPath() = default;
  void add_file(const archive::FileName& file);

  std::vector<std::string> folders_;
  std::string name_;
};

}  // namespace tapedeck::download
