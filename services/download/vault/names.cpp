#include "download/vault/names.hpp"

#include "base/uuid.hpp"
#include "download/vault/contents.hpp"

#include <fcntl.h>
#include <linux/fs.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <string>
#include <vector>

namespace tapedeck::download::names {
namespace {

using beneath::Descriptor;
using beneath::Missing;
using beneath::open_folder;
using beneath::system_error;

/// A folder that becomes empty may be removed between being found and being used.
constexpr int most_tries = 3;

enum class Found : std::uint8_t {
  nothing,
  these_bytes,  ///< Another name of the very same.
  other,        ///< Also a copy of them.
  folder,
};

/// What has a name. `bytes` are those that are meant to have it.
Result<Found> look(const Descriptor& folder, const std::string& name, const Descriptor* bytes) {
  struct stat seen{};
  if (::fstatat(folder.number(), name.c_str(), &seen, AT_SYMLINK_NOFOLLOW) != 0) {
    if (errno == ENOENT) return Found::nothing;
    return system_error("fstatat", errno);
  }
  if (S_ISDIR(seen.st_mode)) return Found::folder;
  if (bytes == nullptr) return Found::other;
  struct stat own{};
  if (::fstat(bytes->number(), &own) != 0) return system_error("fstat", errno);
  const bool same = own.st_dev == seen.st_dev && own.st_ino == seen.st_ino;
  return same ? Found::these_bytes : Found::other;
}

bool means_no_links(int error) {
  return error == EPERM || error == EOPNOTSUPP || error == ENOSYS || error == EMLINK;
}

/// A copy that shares its blocks where the disk can do that (btrfs, xfs), else byte by byte.
Result<void> copy(const Descriptor& source, const Descriptor& copy) {
  if (::ioctl(copy.number(), FICLONE, source.number()) == 0) return {};
  constexpr std::size_t turn = 1U << 30U;
  loff_t from = 0;
  for (;;) {
    const auto copied = ::copy_file_range(source.number(), &from, copy.number(), nullptr, turn, 0);
    if (copied < 0 && errno == EINTR) continue;
    if (copied < 0) return system_error("copy_file_range", errno);
    if (copied == 0) return {};
  }
}

/// Copies under a name of the vault's own first: what can be seen is whole.
Result<void> copy_to(const Descriptor& root, const Descriptor& content, const Descriptor& folder,
                     const std::string& name) {
  // Where tidying looks, and no user's part lies.
  const std::vector<std::string> place{beneath::parts_folder, "copies", "of-names"};
  auto parts = open_folder(root, place, Missing::make);
  if (!parts) return failure(parts);
  const auto working = Uuid::make().text() + ".part";
  auto file = beneath::open_file(*parts, working, O_WRONLY | O_CREAT | O_EXCL);
  if (!file) return failure(file);
  auto copied = copy(content, *file);
  if (copied && ::fsync(file->number()) != 0) copied = system_error("fsync", errno);
  if (copied && ::renameat(parts->number(), working.c_str(), folder.number(), name.c_str()) != 0) {
    copied = system_error("rename", errno);
  }
  if (!copied) ::unlinkat(parts->number(), working.c_str(), 0);
  beneath::prune(root, place);
  return copied;
}

/// An open file and one of its names.
struct Named {
  const Descriptor& folder;
  const std::string& name;
  const Descriptor& file;
};

/// Gives a file another name, which nothing has. Errors: `conflict` when something has it by now.
Result<void> add_name(const Descriptor& root, const Named& from, const Descriptor& folder,
                      const std::string& name) {
  const int linked =
      ::linkat(from.folder.number(), from.name.c_str(), folder.number(), name.c_str(), 0);
  if (linked != 0) {
    if (!means_no_links(errno)) return system_error("link", errno);
    auto copied = copy_to(root, from.file, folder, name);
    if (!copied) return copied;
  }
  if (::fsync(folder.number()) != 0) return system_error("fsync of a folder", errno);
  return {};
}

/// Errors: `conflict` when the disk takes another spelling for the name.
Result<void> check_spelling(const Descriptor& folder, const std::string& name) {
  auto same = beneath::is_spelled_so(folder, name);
  if (!same) return failure(same);
  if (*same) return {};
  return fail(Errc::conflict,
              "Another file of the item has the same name but for its spelling, and the vault's "
              "disk cannot tell them apart.");
}

/// One try to give the content a name. Errors also: `not_found` and `conflict` when somebody was
/// quicker, be it with a folder that became empty.
Result<bool> try_to_show(const Descriptor& root, const Content& content, const Descriptor& bytes,
                         const VaultPath& path, InTheWay other) {
  auto folder = open_folder(root, path.folders(), Missing::make);
  if (!folder) return failure(folder);
  auto found = look(*folder, path.name(), &bytes);
  if (!found) return failure(found);
  if (*found == Found::folder) return system_error("a folder", EISDIR);
  if (*found != Found::nothing) {
    auto spelled = check_spelling(*folder, path.name());
    if (!spelled) return failure(spelled);
    if (*found == Found::these_bytes || other == InTheWay::stays) return false;
    auto aside = contents::put_aside(root, *folder, path.name());
    if (!aside) return failure(aside);
  }
  const auto spot = contents::spot_of(content);
  auto from = open_folder(root, spot.folders, Missing::fail);
  if (!from) return failure(from);
  auto named = add_name(root, {*from, spot.name, bytes}, *folder, path.name());
  if (!named) return failure(named);
  return true;
}

}  // namespace

Result<bool> show(const Descriptor& root, const Content& content, const VaultPath& path,
                  InTheWay other) {
  for (int tries = 1;; ++tries) {
    auto bytes = contents::open(root, content);
    if (!bytes) return failure(bytes);
    auto shown = try_to_show(root, content, *bytes, path, other);
    const bool again =
        !shown && (shown.error().code == Errc::not_found || shown.error().code == Errc::conflict);
    if (!again || tries == most_tries) return shown;
  }
}

Result<void> hide(const Descriptor& root, const VaultPath& path,
                  const std::optional<Content>& content) {
  {
    auto folder = open_folder(root, path.folders(), Missing::fail);
    if (!folder && beneath::says_absent(folder.error())) return {};
    if (!folder) return failure(folder);
    Result<Descriptor> bytes = fail(Errc::not_found, "Its content is not known.");
    if (content) bytes = contents::open(root, *content);
    if (!bytes && !beneath::says_absent(bytes.error())) return failure(bytes);
    auto found = look(*folder, path.name(), bytes ? &*bytes : nullptr);
    if (!found) return failure(found);
    if (*found == Found::nothing || *found == Found::folder) return {};
    if (*found == Found::other) {
      auto aside = contents::put_aside(root, *folder, path.name());
      if (!aside) return aside;
    } else if (::unlinkat(folder->number(), path.name().c_str(), 0) != 0 && errno != ENOENT) {
      return system_error("unlink", errno);
    }
    if (::fsync(folder->number()) != 0) return system_error("fsync of a folder", errno);
  }
  beneath::prune(root, path.folders());
  return {};
}

Result<void> adopt(const Descriptor& root, const VaultPath& path, const Descriptor& file,
                   const Content& content) {
  auto known = contents::open(root, content);
  if (known) return {};
  if (known.error().code != Errc::not_found) return failure(known);
  auto folder = open_folder(root, path.folders(), Missing::fail);
  if (!folder) return failure(folder);
  const auto spot = contents::spot_of(content);
  auto to = open_folder(root, spot.folders, Missing::make);
  if (!to) return failure(to);
  auto changed = contents::make_read_only(file);
  if (!changed) return changed;
  return add_name(root, {*folder, path.name(), file}, *to, spot.name);
}

}  // namespace tapedeck::download::names
