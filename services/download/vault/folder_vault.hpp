#pragma once

#include "async/pool.hpp"
#include "download/core/ports.hpp"
#include "http/response.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <set>
#include <string>

namespace tapedeck::download {

/// A vault in a folder of a disk: `{root}/{user id}/{identifier}/{file}`.
///
/// Every step from the root down is openat2(2) with RESOLVE_BENEATH and RESOLVE_NO_SYMLINKS, and
/// names come from VaultPath alone. The file `.tapedeck-vault` in the root says that this is the
/// vault and not the empty place its disk is mounted at; found() writes it. Everything blocks on
/// the disk pool. Any loop.
class FolderVault final : public Vault {
 public:
  /// `reserve` bytes of the disk are left free. `disk` outlives the vault.
  FolderVault(async::Pool& disk, std::filesystem::path root, std::uint64_t reserve);

  /// For the start: marks the folder as the vault when it is not yet, unless `has_music` says that
  /// there are finished downloads: then the folder is another one than it was.
  /// Errors: `unavailable` with a sentence for the operator; `storage`.
  Task<Result<void>> found(bool has_music);

  /// The finished file, for sending. Errors also: `not_found`.
  Task<Result<http::FileBody>> open(VaultPath path);

  Task<Result<std::unique_ptr<Part>>> open_part(VaultPath path, std::uint64_t trusted,
                                                Expected expected) override;
  Task<Result<bool>> holds(VaultPath path, Expected expected) override;
  Task<Result<std::optional<std::uint64_t>>> size(VaultPath path) override;
  Task<Result<bool>> share(VaultPath from, VaultPath to, Expected expected) override;
  Task<Result<void>> drop_part(VaultPath path) override;
  Task<Result<void>> remove(VaultPath path) override;
  Task<Result<std::uint64_t>> tidy(std::set<std::string> wanted, Instant since) override;
  Task<Result<std::uint64_t>> room() override;

 private:
  Task<Result<bool>> is_right(int file, Expected expected);

  async::Pool& disk_;
  std::filesystem::path root_;
  std::uint64_t reserve_;
};

}  // namespace tapedeck::download
