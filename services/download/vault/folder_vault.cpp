#include "download/vault/folder_vault.hpp"

#include "download/vault/contents.hpp"
#include "download/vault/folder_part.hpp"
#include "download/vault/names.hpp"
#include "download/vault/part_lock.hpp"
#include "download/vault/tidying.hpp"

#include <fcntl.h>
#include <grp.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
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

/// By the set-group-id bit of the vault's folder, which new folders inherit.
Result<void> belong_to_now(const path& root, const std::string& group) {
  constexpr std::size_t most_bytes = 16U << 10U;
  std::vector<char> buffer(most_bytes);
  struct group entry{};
  struct group* found = nullptr;
  ::getgrnam_r(group.c_str(), &entry, buffer.data(), buffer.size(), &found);
  if (found == nullptr) return fail(Errc::invalid, "There is no group " + group + " here.");
  auto folder = beneath::open_root(root);
  if (!folder) return failure(folder);
  struct stat seen{};
  const bool given = ::fchown(folder->number(), static_cast<uid_t>(-1), entry.gr_gid) == 0 &&
                     ::fstat(folder->number(), &seen) == 0 &&
                     ::fchmod(folder->number(), (seen.st_mode & 07777U) | S_ISGID) == 0;
  if (given) return {};
  return fail(Errc::invalid, "The vault cannot be given to the group " + group + ".",
              std::strerror(errno));
}

/// Whether it is as if the file were not there: what cannot be read is fetched.
bool is_no_use(const Error& error) {
  return beneath::says_absent(error) || error.code == Errc::storage;
}

/// The bytes of a content, open for reading.
Result<Descriptor> open_content(const path& root, const Content& content) {
  auto top = beneath::open_root(root);
  if (!top) return top;
  return contents::open(*top, content);
}

/// What has a name, open for reading.
Result<Descriptor> open_named(const path& root, const VaultPath& where) {
  auto top = beneath::open_root(root);
  if (!top) return top;
  auto folder = open_folder(*top, where.folders(), Missing::fail);
  if (!folder) return folder;
  return beneath::open_file(*folder, where.name(), O_RDONLY);
}

Result<http::FileBody> body_now(async::Pool& disk, const path& root, const Content& content) {
  auto file = open_content(root, content);
  if (!file) return failure(file);
  auto body = http::FileBody::adopt(file->release());
  if (body) body->read_by(disk);
  return body;
}

Result<std::optional<std::uint64_t>> size_now(const path& root, const Content& content) {
  auto file = open_content(root, content);
  if (!file && beneath::says_absent(file.error())) return std::optional<std::uint64_t>();
  if (!file) return failure(file);
  struct stat seen{};
  if (::fstat(file->number(), &seen) != 0) return system_error("fstat", errno);
  return std::optional(static_cast<std::uint64_t>(seen.st_size));
}

Result<bool> show_now(const path& root, const Content& content, const VaultPath& where,
                      InTheWay other) {
  auto top = beneath::open_root(root);
  if (!top) return failure(top);
  return names::show(*top, content, where, other);
}

Result<void> hide_now(const path& root, const VaultPath& where,
                      const std::optional<Content>& content) {
  auto top = beneath::open_root(root);
  if (!top) return failure(top);
  return names::hide(*top, where, content);
}

Result<void> adopt_now(const path& root, const VaultPath& where, const Descriptor& file,
                       const Content& content) {
  auto top = beneath::open_root(root);
  if (!top) return failure(top);
  return names::adopt(*top, where, file, content);
}

Result<std::vector<std::string>> content_folders_now(const path& root) {
  auto top = beneath::open_root(root);
  if (!top) return failure(top);
  return contents::folders(*top);
}

Result<std::vector<Content>> unnamed_now(const path& root, const std::string& folder,
                                         Instant before) {
  auto top = beneath::open_root(root);
  if (!top) return failure(top);
  return contents::unnamed(*top, folder, before);
}

Result<void> discard_now(const path& root, const Content& content) {
  auto top = beneath::open_root(root);
  if (!top) return failure(top);
  return contents::discard(*top, content);
}

Result<Emptied> empty_trash_now(const path& root, Instant before) {
  auto top = beneath::open_root(root);
  if (!top) return failure(top);
  return contents::empty_trash(*top, before);
}

Result<void> drop_part_now(const path& root, const VaultPath& where) {
  auto top = beneath::open_root(root);
  if (!top) return failure(top);
  {
    auto folder = open_folder(*top, part_folders(where), Missing::fail);
    if (!folder && beneath::says_absent(folder.error())) return {};
    if (!folder) return failure(folder);
    auto removed = remove_part(*folder, where.part_name());
    if (!removed) return removed;
    if (::fsync(folder->number()) != 0) return system_error("fsync of a folder", errno);
  }
  beneath::prune(*top, part_folders(where));
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

Task<Result<void>> FolderVault::belong_to(std::string group) {
  co_return co_await disk_.run(&belong_to_now, root_, std::move(group));
}

Task<Result<http::FileBody>> FolderVault::open(Content content) {
  co_return co_await disk_.run(&body_now, std::ref(disk_), root_, content);
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

Task<Result<void>> FolderVault::drop_part(VaultPath path) {
  co_return co_await disk_.run(&drop_part_now, root_, std::move(path));
}

Task<Result<bool>> FolderVault::holds(Content content) {
  auto file = co_await disk_.run(&open_content, root_, content);
  if (!file && is_no_use(file.error())) co_return false;
  if (!file) co_return failure(file);
  const Expected expected{.sha1 = content};
  auto right = co_await is_right(file->number(), expected);
  if (!right) co_return failure(right);
  co_return right->has_value();
}

/// What the bytes of an open file are known by, if they are what is expected.
Task<Result<std::optional<Content>>> FolderVault::is_right(int file, Expected expected) {
  const std::optional<Content> no;
  struct stat seen{};
  if (::fstat(file, &seen) != 0) co_return no;
  const auto bytes = static_cast<std::uint64_t>(seen.st_size);
  if (expected.bytes && bytes != *expected.bytes) co_return no;

  Digester digester(expected);
  for (std::uint64_t read = 0; read < bytes;) {
    auto next = co_await disk_.run(&digest_some, file, read, bytes, std::ref(digester));
    if (!next && is_no_use(next.error())) co_return no;
    if (!next) co_return failure(next);
    if (*next == read) co_return no;
    read = *next;
  }
  if (digester.difference()) co_return no;
  co_return digester.content();
}

Task<Result<std::optional<std::uint64_t>>> FolderVault::size(Content content) {
  co_return co_await disk_.run(&size_now, root_, content);
}

Task<Result<bool>> FolderVault::show(Content content, VaultPath path, InTheWay other) {
  co_return co_await disk_.run(&show_now, root_, content, std::move(path), other);
}

Task<Result<void>> FolderVault::hide(VaultPath path, std::optional<Content> content) {
  co_return co_await disk_.run(&hide_now, root_, std::move(path), content);
}

Task<Result<std::vector<Content>>> FolderVault::unnamed(Instant before) {
  auto folders = co_await disk_.run(&content_folders_now, root_);
  if (!folders) co_return failure(folders);
  std::vector<Content> all;
  for (auto& folder : *folders) {
    auto some = co_await disk_.run(&unnamed_now, root_, std::move(folder), before);
    if (!some) co_return failure(some);
    all.insert(all.end(), some->begin(), some->end());
  }
  co_return all;
}

Task<Result<void>> FolderVault::discard(Content content) {
  co_return co_await disk_.run(&discard_now, root_, content);
}

Task<Result<Emptied>> FolderVault::empty_trash(Instant before) {
  co_return co_await disk_.run(&empty_trash_now, root_, before);
}

Task<Result<std::optional<Content>>> FolderVault::adopt(VaultPath path, Expected expected) {
  auto file = co_await disk_.run(&open_named, root_, path);
  if (!file && beneath::says_absent(file.error())) co_return std::optional<Content>();
  if (!file) co_return failure(file);
  auto content = co_await is_right(file->number(), expected);
  if (!content || !*content) co_return content;
  auto taken = co_await disk_.run(&adopt_now, root_, std::move(path), std::cref(*file), **content);
  if (!taken) co_return failure(taken);
  co_return content;
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
