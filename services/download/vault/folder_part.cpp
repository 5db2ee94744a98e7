#include "download/vault/folder_part.hpp"

#include "download/vault/contents.hpp"
#include "download/vault/part_lock.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>
#include <vector>

namespace tapedeck::download {
namespace {

using beneath::Descriptor;
using beneath::Missing;
using beneath::system_error;

/// One turn on the disk's pool: about 10 ms of hashing.
constexpr std::uint64_t turn_bytes = 8U << 20U;
constexpr std::size_t buffer_bytes = 256U << 10U;

/// A folder that becomes empty may be removed between being found and being used.
constexpr int most_tries = 3;

/// A part that is ours alone. Errors: `not_found` when somebody was quicker; try again then.
Result<Descriptor> open_or_make(const Descriptor& folder, const std::string& name) {
  auto file = beneath::open_file(folder, name, O_RDWR | O_CREAT);
  if (!file) return file;
  auto held = hold(folder, name, *file, Hold::alone);
  if (!held) return failure(held);
  if (!*held) return system_error("part", ENOENT);
  return file;
}

}  // namespace

std::vector<std::string> part_folders(const VaultPath& path) {
  std::vector<std::string> folders{beneath::parts_folder};
  folders.insert(folders.end(), path.folders().begin(), path.folders().end());
  return folders;
}

Result<std::uint64_t> digest_some(int file, std::uint64_t from, std::uint64_t end,
                                  Digester& digester) {
  std::vector<std::byte> buffer(buffer_bytes);
  const auto stop = std::min(end, from + turn_bytes);
  while (from < stop) {
    const auto want = std::min<std::uint64_t>(stop - from, buffer.size());
    const auto got = ::pread(file, buffer.data(), want, static_cast<off_t>(from));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return system_error("read", errno);
    if (got == 0) break;
    digester.add(std::span(buffer).first(static_cast<std::size_t>(got)));
    from += static_cast<std::uint64_t>(got);
  }
  return from;
}

Result<std::unique_ptr<FolderPart>> FolderPart::open(async::Pool* disk,
                                                     const std::filesystem::path& root,
                                                     const VaultPath& path, std::uint64_t trusted,
                                                     const Expected& expected) {
  auto top = beneath::open_root(root);
  if (!top) return failure(top);
  for (int tries = 1;; ++tries) {
    auto folder = beneath::open_folder(*top, part_folders(path), Missing::make);
    auto file =
        folder ? open_or_make(*folder, path.part_name()) : Result<Descriptor>(failure(folder));
    if (!file) {
      if (file.error().code == Errc::not_found && tries < most_tries) continue;
      return failure(file);
    }
    struct stat seen{};
    if (::fstat(file->number(), &seen) != 0) return system_error("fstat", errno);
    const auto there = static_cast<std::uint64_t>(seen.st_size);
    const auto kept = std::min(there, trusted);
    if (kept < there && ::ftruncate(file->number(), static_cast<off_t>(kept)) != 0) {
      return system_error("truncate", errno);
    }
    return std::make_unique<FolderPart>(*disk, std::move(*top), std::move(*folder),
                                        std::move(*file), path, kept, expected);
  }
}

FolderPart::FolderPart(async::Pool& disk, Descriptor root, Descriptor folder, Descriptor file,
                       const VaultPath& path, std::uint64_t bytes, const Expected& expected)
    : disk_(disk),
      root_(std::move(root)),
      folder_(std::move(folder)),
      file_(std::move(file)),
      folders_(part_folders(path)),
      name_(path.part_name()),
      bytes_(bytes),
      expected_(expected),
      digester_(expected) {}

Task<Result<void>> FolderPart::put_aside() {
  co_return co_await disk_.run(&FolderPart::put_aside_now, this);
}

Task<Result<void>> FolderPart::append(std::span<const std::byte> bytes) {
  co_return co_await disk_.run(&FolderPart::append_now, this, bytes);
}

Task<Result<void>> FolderPart::flush() {
  co_return co_await disk_.run(&FolderPart::flush_now, this);
}

Task<Result<void>> FolderPart::restart() {
  co_return co_await disk_.run(&FolderPart::restart_now, this);
}

Task<Result<Proof>> FolderPart::verify() {
  co_return co_await disk_.run(&FolderPart::verify_now, this);
}

Task<Result<bool>> FolderPart::keep() { co_return co_await disk_.run(&FolderPart::keep_now, this); }

Task<Result<void>> FolderPart::read_again() {
  for (std::uint64_t read = 0; read < bytes_;) {
    auto next = co_await disk_.run(&FolderPart::read_now, this, read);
    if (!next) co_return failure(next);
    if (*next == read) co_return fail(Errc::storage, "The vault's disk refused.", "a part shrank");
    read = *next;
  }
  co_return Result<void>();
}

Result<void> FolderPart::append_now(std::span<const std::byte> bytes) {
  std::size_t done = 0;
  while (done < bytes.size()) {
    const auto rest = bytes.subspan(done);
    const auto wrote =
        ::pwrite(file_.number(), rest.data(), rest.size(), static_cast<off_t>(bytes_ + done));
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote < 0) {
      const int error = errno;
      // Back to what the digest has seen.
      if (::ftruncate(file_.number(), static_cast<off_t>(bytes_)) != 0) {
        return system_error("truncate", errno);
      }
      return system_error("write", error);
    }
    done += static_cast<std::size_t>(wrote);
  }
  digester_.add(bytes);
  bytes_ += bytes.size();
  return {};
}

Result<void> FolderPart::flush_now() {
  if (::fdatasync(file_.number()) != 0) return system_error("fdatasync", errno);
  return {};
}

Result<void> FolderPart::restart_now() {
  if (::ftruncate(file_.number(), 0) != 0) return system_error("truncate", errno);
  bytes_ = 0;
  digester_.restart();
  return {};
}

Result<Proof> FolderPart::verify_now() {
  if (::fsync(file_.number()) != 0) return system_error("fsync", errno);
  Proof proof{.wrong = digester_.difference(), .content = digester_.content()};
  if (expected_.bytes && *expected_.bytes != bytes_) {
    proof.wrong = "The file has " + std::to_string(bytes_) + " bytes and has to have " +
                  std::to_string(*expected_.bytes) + ".";
  }
  return proof;
}

Result<bool> FolderPart::keep_now() {
  auto replaced = contents::keep(root_, folder_, name_, file_, digester_.content());
  if (replaced) beneath::prune(root_, folders_);
  return replaced;
}

Result<void> FolderPart::put_aside_now() {
  auto gone = contents::throw_away(root_, folder_, name_, digester_.content());
  if (gone) beneath::prune(root_, folders_);
  return gone;
}

Result<std::uint64_t> FolderPart::read_now(std::uint64_t from) {
  return digest_some(file_.number(), from, bytes_, digester_);
}

}  // namespace tapedeck::download
