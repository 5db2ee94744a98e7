#include "download/vault/contents.hpp"

#include "base/uuid.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstdio>

namespace tapedeck::download::contents {
namespace {

using beneath::Descriptor;
using beneath::Missing;
using beneath::open_folder;
using beneath::system_error;

constexpr const char* store = ".content";
constexpr const char* trash = ".trash";

/// A folder that becomes empty may be removed between being found and being used.
constexpr int most_tries = 3;

/// rename(2), and both folders flushed.
Result<void> move(const Descriptor& from, const std::string& name, const Descriptor& to,
                  const std::string& new_name) {
  if (::renameat(from.number(), name.c_str(), to.number(), new_name.c_str()) != 0) {
    return system_error("rename", errno);
  }
  if (::fsync(to.number()) != 0 || ::fsync(from.number()) != 0) {
    return system_error("fsync of a folder", errno);
  }
  return {};
}

Result<Descriptor> open_trash(const Descriptor& root) {
  return open_folder(root, {trash}, Missing::make);
}

/// Moves something into the trash as of now.
Result<void> move_to_trash(const Descriptor& root, const Descriptor& folder,
                           const std::string& name, const std::string& as) {
  auto bin = open_trash(root);
  if (!bin) return failure(bin);
  const std::array<timespec, 2> now{
      {{.tv_sec = 0, .tv_nsec = UTIME_OMIT}, {.tv_sec = 0, .tv_nsec = UTIME_NOW}}};
  if (::utimensat(folder.number(), name.c_str(), now.data(), AT_SYMLINK_NOFOLLOW) != 0) {
    if (errno == ENOENT) return {};
    return system_error("utimens", errno);
  }
  auto moved = move(folder, name, *bin, as);
  if (!moved && moved.error().code == Errc::not_found) return {};  // somebody was quicker
  return moved;
}

Result<Descriptor> open_at(const Descriptor& root, const Spot& spot) {
  auto folder = open_folder(root, spot.folders, Missing::fail);
  if (!folder) return folder;
  return beneath::open_file(*folder, spot.name, O_RDONLY);
}

/// Moves a file to where its content is kept; true when something was there.
Result<bool> move_in(const Descriptor& root, const Descriptor& from, const std::string& name,
                     const Content& content) {
  const auto spot = spot_of(content);
  for (int tries = 1;; ++tries) {
    auto to = open_folder(root, spot.folders, Missing::make);
    if (!to && to.error().code == Errc::not_found && tries < most_tries) continue;
    if (!to) return failure(to);
    const bool there = ::faccessat(to->number(), spot.name.c_str(), F_OK, AT_SYMLINK_NOFOLLOW) == 0;
    auto moved = move(from, name, *to, spot.name);
    if (!moved && moved.error().code == Errc::not_found && tries < most_tries) continue;
    if (!moved) return failure(moved);
    return there;
  }
}

/// Out of the trash again. Errors: `not_found`.
Result<Descriptor> take_back(const Descriptor& root, const Content& content) {
  auto bin = open_folder(root, {trash}, Missing::fail);
  if (!bin) return bin;
  if (::faccessat(bin->number(), content.text().c_str(), F_OK, AT_SYMLINK_NOFOLLOW) != 0) {
    return system_error("faccessat", errno);
  }
  auto moved = move_in(root, *bin, content.text(), content);
  if (!moved) return failure(moved);
  return open_at(root, spot_of(content));
}

}  // namespace

Spot spot_of(const Content& content) {
  auto name = content.text();
  auto folder = name.substr(0, 2);
  return {.folders = {store, std::move(folder)}, .name = std::move(name)};
}

Result<Descriptor> open(const Descriptor& root, const Content& content) {
  auto file = open_at(root, spot_of(content));
  if (file || file.error().code != Errc::not_found) return file;
  return take_back(root, content);
}

Result<void> make_read_only(const Descriptor& file) {
  constexpr mode_t may_read = 0444;
  struct stat seen{};
  if (::fstat(file.number(), &seen) != 0) return system_error("fstat", errno);
  if (::fchmod(file.number(), seen.st_mode & may_read) == 0) return {};
  if (errno == EPERM || errno == EOPNOTSUPP) return {};  // a disk that knows no modes
  return system_error("chmod", errno);
}

Result<bool> keep(const Descriptor& root, const Descriptor& folder, const std::string& part,
                  const Descriptor& file, const Content& content) {
  auto changed = make_read_only(file);
  if (!changed) return failure(changed);
  return move_in(root, folder, part, content);
}

Result<std::vector<std::string>> folders(const Descriptor& root) {
  auto all = open_folder(root, {store}, Missing::fail);
  if (!all && beneath::says_absent(all.error())) return std::vector<std::string>();
  if (!all) return failure(all);
  return beneath::names_in(*all);
}

Result<std::vector<Content>> unnamed(const Descriptor& root, const std::string& folder,
                                     Instant before) {
  std::vector<Content> found;
  auto here = open_folder(root, {store, folder}, Missing::fail);
  if (!here && beneath::says_absent(here.error())) return found;
  if (!here) return failure(here);
  auto names = beneath::names_in(*here);
  if (!names) return failure(names);
  for (const auto& name : *names) {
    const auto content = Content::parse(name);
    struct stat seen{};
    const bool is_there =
        content && ::fstatat(here->number(), name.c_str(), &seen, AT_SYMLINK_NOFOLLOW) == 0;
    if (!is_there || !S_ISREG(seen.st_mode) || seen.st_nlink > 1) continue;
    if (Instant{std::chrono::seconds(seen.st_mtim.tv_sec)} < before) found.push_back(*content);
  }
  return found;
}

Result<void> discard(const Descriptor& root, const Content& content) {
  const auto spot = spot_of(content);
  {
    auto folder = open_folder(root, spot.folders, Missing::fail);
    if (!folder && folder.error().code == Errc::not_found) return {};
    if (!folder) return failure(folder);
    struct stat seen{};
    if (::fstatat(folder->number(), spot.name.c_str(), &seen, AT_SYMLINK_NOFOLLOW) != 0) {
      if (errno == ENOENT) return {};
      return system_error("fstatat", errno);
    }
    if (seen.st_nlink > 1) return {};  // somebody still sees it
    auto gone = move_to_trash(root, *folder, spot.name, spot.name);
    if (!gone) return gone;
  }
  beneath::prune(root, spot.folders);
  return {};
}

Result<void> throw_away(const Descriptor& root, const Descriptor& folder, const std::string& part,
                        const Content& content) {
  return move_to_trash(root, folder, part, content.text());
}

Result<void> put_aside(const Descriptor& root, const Descriptor& folder, const std::string& name) {
  return move_to_trash(root, folder, name, "aside-" + Uuid::make().text());
}

Result<Emptied> empty_trash(const Descriptor& root, Instant before) {
  Emptied emptied;
  {
    auto bin = open_folder(root, {trash}, Missing::fail);
    if (!bin && bin.error().code == Errc::not_found) return emptied;
    if (!bin) return failure(bin);
    auto names = beneath::names_in(*bin);
    if (!names) return failure(names);
    for (const auto& name : *names) {
      struct stat seen{};
      if (::fstatat(bin->number(), name.c_str(), &seen, AT_SYMLINK_NOFOLLOW) != 0) continue;
      const Instant came{std::chrono::seconds(seen.st_mtim.tv_sec)};
      if (S_ISDIR(seen.st_mode) || came >= before) continue;
      if (::unlinkat(bin->number(), name.c_str(), 0) != 0) continue;
      emptied.files += 1;
      if (seen.st_nlink == 1) emptied.bytes += static_cast<std::uint64_t>(seen.st_size);
    }
  }
  beneath::prune(root, {trash});
  return emptied;
}

}  // namespace tapedeck::download::contents
