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

/// A vault in a folder of a disk: finished bytes in `.content/`, named after their SHA-1, hard
/// links to them under what VaultPath says, parts in `.parts/`, and `.trash/`.
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

  /// What is made in the vault from now on belongs to this group of the system.
  /// Errors: `invalid` with a sentence for the operator.
  Task<Result<void>> belong_to(std::string group);

  /// Finished bytes, for sending. Errors also: `not_found`.
  Task<Result<http::FileBody>> open(Content content);

  Task<Result<std::unique_ptr<Part>>> open_part(VaultPath path, std::uint64_t trusted,
                                                Expected expected) override;
  Task<Result<void>> drop_part(VaultPath path) override;
  Task<Result<bool>> holds(Content content) override;
  Task<Result<std::optional<std::uint64_t>>> size(Content content) override;
  Task<Result<bool>> show(Content content, VaultPath path, InTheWay other) override;
  Task<Result<void>> hide(VaultPath path, std::optional<Content> content) override;
  Task<Result<std::vector<Content>>> unnamed(Instant before) override;
  Task<Result<void>> discard(Content content) override;
  Task<Result<Emptied>> empty_trash(Instant before) override;
  Task<Result<std::optional<Content>>> adopt(VaultPath path, Expected expected) override;
  Task<Result<std::uint64_t>> tidy(std::set<std::string> wanted, Instant since) override;
  Task<Result<std::uint64_t>> room() override;

 private:
  Task<Result<std::optional<Content>>> is_right(int file, Expected expected);

  async::Pool& disk_;
  std::filesystem::path root_;
  std::uint64_t reserve_;
};

}  // namespace tapedeck::download
