#include "download/vault/folder_vault.hpp"

#include "download/vault/folder_part.hpp"
#include "download/vault/part_lock.hpp"
#include "download/vault/tidying.hpp"

#include <fcntl.h>
#include <linux/fs.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cerrno>
#include <functional>
#include <utility>

namespace tapedeck::download {
namespace {

using beneath::Descriptor;
using beneath::Missing;
using beneath::open_folder;
using beneath::system_error;
using std::filesystem::path;

/// What stands in the marker, for whoever finds it.
constexpr std::string_view marker_text =
    "This folder is Tapedeck's vault. Without this file it is taken for a disk that is not "
    "mounted.\n";

Result<void> found_now(const path& root, bool has_music) {
  auto folder = beneath::open_unmarked(root);
  if (!folder) return failure(folder);
  if (::faccessat(folder->number(), beneath::marker, F_OK, AT_SYMLINK_NOFOLLOW) == 0) return {};
  if (has_music) {
    return fail(Errc::unavailable,
                "The downloads folder is not the vault that was used before: it has no file " +
                    std::string(beneath::marker) +
                    ". Mount its disk; or, if the music is gone for good, make that file.");
  }
  auto file = beneath::open_file(*folder, beneath::marker, O_WRONLY | O_CREAT | O_EXCL);
  if (!file) return failure(file);
  const auto wrote = ::write(file->number(), marker_text.data(), marker_text.size());
  if (wrote < 0 || ::fsync(file->number()) != 0 || ::fsync(folder->number()) != 0) {
    return system_error("marker", errno);
  }
  return {};
}

/// A finished file, open for reading.
Result<Descriptor> open_finished(const path& root, const VaultPath& where) {
  auto top = beneath::open_root(root);
  if (!top) return top;
  auto folder = open_folder(*top, where.folders(), Missing::fail);
  if (!folder) return folder;
  return beneath::open_file(*folder, where.name(), O_RDONLY);
}

/// Whether an error says that a file is not there, be it that something else is.
bool says_absent(const Error& error) {
  return error.code == Errc::not_found || error.code == Errc::conflict;
}

/// Whether it is as if the file were not there: what cannot be read is fetched.
bool is_no_use(const Error& error) { return says_absent(error) || error.code == Errc::storage; }

Result<http::FileBody> body_now(async::Pool& disk, const path& root, const VaultPath& where) {
  auto file = open_finished(root, where);
  if (!file) return failure(file);
  auto body = http::FileBody::adopt(file->release());
  if (body) body->read_by(disk);
  return body;
}

Result<std::optional<std::uint64_t>> size_now(const path& root, const VaultPath& where) {
  auto file = open_finished(root, where);
  if (!file && says_absent(file.error())) return std::optional<std::uint64_t>();
  if (!file) return failure(file);
  struct stat seen{};
  if (::fstat(file->number(), &seen) != 0) return system_error("fstat", errno);
  return std::optional(static_cast<std::uint64_t>(seen.st_size));
}

/// A second name for the same bytes, or a copy that shares its blocks (btrfs, xfs). False where the
/// disk knows neither.
bool link_or_clone(const Descriptor& from_folder, const std::string& from,
                   const Descriptor& to_folder, const std::string& to) {
  if (::linkat(from_folder.number(), from.c_str(), to_folder.number(), to.c_str(), 0) == 0) {
    return true;
  }
  auto source = beneath::open_file(from_folder, from, O_RDONLY);
  auto copy = beneath::open_file(to_folder, to, O_WRONLY | O_CREAT | O_EXCL);
  if (!source || !copy) return false;
  if (::ioctl(copy->number(), FICLONE, source->number()) == 0) {
    return ::fsync(copy->number()) == 0;
  }
  ::unlinkat(to_folder.number(), to.c_str(), 0);
  return false;
}

/// A second name of a finished file that nobody has looked into yet: the part of another path.
struct SharedPart {
  Descriptor folder{};
  Descriptor file{};
};

/// Nothing where the disk cannot share, and where there is nothing to be shared.
Result<std::optional<SharedPart>> share_now(const path& root, const VaultPath& from,
                                            const VaultPath& to) {
  std::optional<SharedPart> shared;
  auto top = beneath::open_root(root);
  if (!top) return failure(top);
  auto from_folder = open_folder(*top, from.folders(), Missing::fail);
  if (!from_folder && is_no_use(from_folder.error())) return shared;
  if (!from_folder) return failure(from_folder);
  auto source = beneath::open_file(*from_folder, from.name(), O_RDONLY);
  if (!source && is_no_use(source.error())) return shared;
  if (!source) return failure(source);
  auto to_folder = open_folder(*top, to.folders(), Missing::make);
  // Its folder became empty and was removed at this very moment; the file is fetched then.
  if (!to_folder && to_folder.error().code == Errc::not_found) return shared;
  if (!to_folder) return failure(to_folder);

  auto removed = remove_part(*to_folder, to.part_name());
  if (!removed) return failure(removed);
  if (!link_or_clone(*from_folder, from.name(), *to_folder, to.part_name())) return shared;
  auto file = beneath::open_file(*to_folder, to.part_name(), O_RDONLY);
  if (!file) return failure(file);
  auto held = hold(*to_folder, to.part_name(), *file, Hold::together);
  if (!held) return failure(held);
  if (!*held) return shared;
  shared.emplace(std::move(*to_folder), std::move(*file));
  return shared;
}

/// Makes the shared part the finished file if it is `right`, and leaves no part behind.
Result<bool> finish_sharing_now(const SharedPart& shared, const VaultPath& to, bool right) {
  auto named = right ? give_final_name(shared.folder, to.part_name(), to.name()) : Result<void>();
  // Where both names are the same file already, rename(2) leaves the old one.
  ::unlinkat(shared.folder.number(), to.part_name().c_str(), 0);
  if (!named) return failure(named);
  return right;
}

Result<void> unlink_finished(const Descriptor& folder, const std::string& name) {
  if (::unlinkat(folder.number(), name.c_str(), 0) == 0 || errno == ENOENT) return {};
  return system_error("unlink", errno);
}

/// Takes `name` out of the folder of `where` by `remove`.
Result<void> take_out_now(const path& root, const VaultPath& where, const std::string& name,
                          Result<void> (*remove)(const Descriptor&, const std::string&)) {
  auto top = beneath::open_root(root);
  if (!top) return failure(top);
  {
    auto folder = open_folder(*top, where.folders(), Missing::fail);
    if (!folder && says_absent(folder.error())) return {};
    if (!folder) return failure(folder);
    auto removed = remove(*folder, name);
    if (!removed) return removed;
    if (::fsync(folder->number()) != 0) return system_error("fsync of a folder", errno);
  }
  beneath::prune(*top, where.folders());
  return {};
}

Result<std::uint64_t> room_now(const path& root, std::uint64_t reserve) {
  auto top = beneath::open_root(root);
  if (!top) return failure(top);
  struct statvfs disk{};
  if (::fstatvfs(top->number(), &disk) != 0) return system_error("statvfs", errno);
  const auto free = std::uint64_t{disk.f_bavail} * disk.f_frsize;
  return free > reserve ? free - reserve : 0;
}

}  // namespace

FolderVault::FolderVault(async::Pool& disk, path root, std::uint64_t reserve)
    : disk_(disk), root_(std::move(root)), reserve_(reserve) {}

Task<Result<void>> FolderVault::found(bool has_music) {
  co_return co_await disk_.run(&found_now, root_, has_music);
}

Task<Result<http::FileBody>> FolderVault::open(VaultPath path) {
  co_return co_await disk_.run(&body_now, std::ref(disk_), root_, std::move(path));
}

Task<Result<std::unique_ptr<Part>>> FolderVault::open_part(VaultPath path, std::uint64_t trusted,
                                                           Expected expected) {
  auto part =
      co_await disk_.run(&FolderPart::open, &disk_, root_, std::move(path), trusted, expected);
  if (!part) co_return failure(part);
  auto read = co_await (*part)->read_again();
  // A disk that can be written to has lost these bytes only; one that cannot is waited for.
  if (!read && read.error().code == Errc::storage) read = co_await (*part)->restart();
  if (!read) co_return failure(read);
  co_return std::unique_ptr<Part>(std::move(*part));
}

Task<Result<bool>> FolderVault::holds(VaultPath path, Expected expected) {
  if (!expected.has_digest()) co_return false;
  auto file = co_await disk_.run(&open_finished, root_, std::move(path));
  if (!file && is_no_use(file.error())) co_return false;
  if (!file) co_return failure(file);
  co_return co_await is_right(file->number(), expected);
}

Task<Result<bool>> FolderVault::is_right(int file, Expected expected) {
  struct stat seen{};
  if (::fstat(file, &seen) != 0) co_return false;
  const auto bytes = static_cast<std::uint64_t>(seen.st_size);
  if (expected.bytes && bytes != *expected.bytes) co_return false;

  Digester digester(expected);
  for (std::uint64_t read = 0; read < bytes;) {
    auto next = co_await disk_.run(&digest_some, file, read, bytes, std::ref(digester));
    if (!next && is_no_use(next.error())) co_return false;
    if (!next) co_return failure(next);
    if (*next == read) co_return false;
    read = *next;
  }
  co_return !digester.difference().has_value();
}

Task<Result<std::optional<std::uint64_t>>> FolderVault::size(VaultPath path) {
  co_return co_await disk_.run(&size_now, root_, std::move(path));
}

Task<Result<bool>> FolderVault::share(VaultPath from, VaultPath to, Expected expected) {
  if (!expected.has_digest()) co_return false;
  auto shared = co_await disk_.run(&share_now, root_, std::move(from), to);
  if (!shared) co_return failure(shared);
  if (!*shared) co_return false;
  const int file = (*shared)->file.number();
  auto right = co_await is_right(file, expected);
  auto finished = co_await disk_.run(&finish_sharing_now, std::cref(**shared), std::move(to),
                                     right.value_or(false));
  if (!right) co_return failure(right);
  co_return finished;
}

Task<Result<void>> FolderVault::drop_part(VaultPath path) {
  auto name = path.part_name();
  co_return co_await disk_.run(&take_out_now, root_, std::move(path), std::move(name),
                               &remove_part);
}

Task<Result<void>> FolderVault::remove(VaultPath path) {
  auto name = path.name();
  co_return co_await disk_.run(&take_out_now, root_, std::move(path), std::move(name),
                               &unlink_finished);
}

Task<Result<std::uint64_t>> FolderVault::tidy(std::set<std::string> wanted, Instant since) {
  auto folders = co_await disk_.run(&tidying::item_folders, root_);
  if (!folders) co_return failure(folders);
  std::uint64_t removed = 0;
  for (const auto& folder : *folders) {
    auto some = co_await disk_.run(&tidying::tidy_item, root_, folder, std::cref(wanted), since);
    if (!some) co_return some;
    removed += *some;
  }
  co_return removed;
}

Task<Result<std::uint64_t>> FolderVault::room() {
  co_return co_await disk_.run(&room_now, root_, reserve_);
}

}  // namespace tapedeck::download
