#pragma once

#include "async/pool.hpp"
#include "download/core/ports.hpp"
#include "download/vault/beneath.hpp"
#include "download/vault/digester.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace tapedeck::download {

/// A part in the vault: `.parts/{user id}/{identifier}/{file}.part`.
class FolderPart final : public Part {
 public:
  /// Opens or makes the part of `path`, cut to its first `trusted` bytes, none of them read yet.
  /// Blocks. Errors: as beneath::system_error(); `unavailable`; `timed_out` while another process
  /// has it open.
  static Result<std::unique_ptr<FolderPart>> open(async::Pool* disk,
                                                  const std::filesystem::path& root,
                                                  const VaultPath& path, std::uint64_t trusted,
                                                  const Expected& expected);

  FolderPart(async::Pool& disk, beneath::Descriptor root, beneath::Descriptor folder,
             beneath::Descriptor file, const VaultPath& path, std::uint64_t bytes,
             const Expected& expected);

  [[nodiscard]] std::uint64_t bytes() const override { return bytes_; }
  Task<Result<void>> append(std::span<const std::byte> bytes) override;
  Task<Result<void>> flush() override;
  Task<Result<void>> restart() override;
  Task<Result<Proof>> verify() override;
  Task<Result<bool>> keep() override;
  Task<Result<void>> put_aside() override;

  /// Reads what is there already for the digest, a few MiB at a time, so that others get their turn
  /// on the disk.
  Task<Result<void>> read_again();

 private:
  Result<void> append_now(std::span<const std::byte> bytes);
  Result<void> flush_now();
  Result<void> restart_now();
  Result<Proof> verify_now();
  Result<bool> keep_now();
  Result<void> put_aside_now();
  Result<std::uint64_t> read_now(std::uint64_t from);

  async::Pool& disk_;
  beneath::Descriptor root_;
  beneath::Descriptor folder_;
  beneath::Descriptor file_;
  std::vector<std::string> folders_;
  std::string name_;
  std::uint64_t bytes_;
  Expected expected_;
  Digester digester_;
};

/// From the vault to the folder of a part.
[[nodiscard]] std::vector<std::string> part_folders(const VaultPath& path);

/// Adds the bytes of `file` from `from` on to `digester`, at most a few MiB up to `end`; says where
/// it stopped, which is before `end` only at the end of the file when it comes twice. Blocks.
[[nodiscard]] Result<std::uint64_t> digest_some(int file, std::uint64_t from, std::uint64_t end,
                                                Digester& digester);

}  // namespace tapedeck::download
