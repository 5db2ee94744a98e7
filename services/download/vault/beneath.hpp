#pragma once

#include "base/result.hpp"
#include "download/core/vault_path.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tapedeck::download::beneath {

// The vault's way to the kernel. Everything blocks.

/// The name of the file that says that a folder is the vault.
inline constexpr const char* marker = ".tapedeck-vault";

/// The folder of everything unfinished.
inline constexpr const char* parts_folder = ".parts";

/// An open file or folder. Owns the descriptor.
class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor();
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept;

  [[nodiscard]] int number() const noexcept { return number_; }
  [[nodiscard]] int release() noexcept { return std::exchange(number_, -1); }

 private:
  int number_ = -1;
};

/// What errno means to the vault: `not_found`, `storage_full`, `conflict` (something else lies
/// where a name leads, or a link), else `storage`.
[[nodiscard]] std::unexpected<Error> system_error(std::string_view what, int error);

/// Whether an error says that a file is not there, be it that something else is.
[[nodiscard]] inline bool says_absent(const Error& error) {
  return error.code == Errc::not_found || error.code == Errc::conflict;
}

/// The vault's own folder, marked or not. Errors: `unavailable` when it cannot be opened.
[[nodiscard]] Result<Descriptor> open_unmarked(const std::filesystem::path& root);

/// The vault's own folder. Errors: `unavailable` when it is not there or has no marker: its disk is
/// not mounted.
[[nodiscard]] Result<Descriptor> open_root(const std::filesystem::path& root);

/// Whether to make folders that are missing.
enum class Missing : std::uint8_t { fail, make };

/// The folder of a path, step by step from the root, following no link. What is made survives a
/// power cut. Errors: as system_error().
[[nodiscard]] Result<Descriptor> open_folder(const Descriptor& root,
                                             const std::vector<std::string>& folders,
                                             Missing missing);

/// A file in `folder`, with flags of open(2); never through a link, never by a name that leads out.
/// Errors: as system_error(); `conflict` when it is no regular file.
[[nodiscard]] Result<Descriptor> open_file(const Descriptor& folder, const std::string& name,
                                           int flags);

/// Removes the folders of a path that are empty, from the last to the first.
void prune(const Descriptor& root, std::vector<std::string> folders);

/// What lies in a folder, in no order. Errors: as system_error().
[[nodiscard]] Result<std::vector<std::string>> names_in(const Descriptor& folder);

/// Whether `name`, which is there, is there under this very spelling. A disk that takes no account
/// of case would put one file of an item on top of another.
[[nodiscard]] Result<bool> is_spelled_so(const Descriptor& folder, const std::string& name);

}  // namespace tapedeck::download::beneath
