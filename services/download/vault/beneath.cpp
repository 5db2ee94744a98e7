#include "download/vault/beneath.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>

namespace tapedeck::download::beneath {
namespace {

/// Less what the process's umask takes away.
constexpr mode_t file_mode = 0666;
constexpr mode_t folder_mode = 0777;

/// openat2(2) has no wrapper in glibc 2.36.
int open_beneath(int folder, const char* name, int flags, mode_t mode) {
  open_how how{};
  how.flags = static_cast<std::uint64_t>(flags | O_CLOEXEC | O_NOFOLLOW);
  how.mode = (flags & O_CREAT) != 0 ? mode : 0;
  how.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS;
  for (;;) {
    const auto opened = ::syscall(SYS_openat2, folder, name, &how, sizeof how);
    if (opened >= 0 || (errno != EINTR && errno != EAGAIN)) return static_cast<int>(opened);
  }
}

std::unexpected<Error> away(std::string detail) {
  return fail(Errc::unavailable,
              "The vault is not there: its disk is not mounted. Nothing is lost; downloads go on "
              "when it is back.",
              std::move(detail));
}

/// One step down.
Result<Descriptor> step(const Descriptor& folder, const std::string& name, Missing missing) {
  if (missing == Missing::make) {
    if (::mkdirat(folder.number(), name.c_str(), folder_mode) == 0) {
      if (::fsync(folder.number()) != 0) return system_error("fsync of a folder", errno);
    } else if (errno != EEXIST) {
      return system_error("mkdir", errno);
    }
  }
  Descriptor next(open_beneath(folder.number(), name.c_str(), O_RDONLY | O_DIRECTORY, 0));
  if (next.number() < 0) return system_error("open of a folder", errno);
  return next;
}

}  // namespace

Descriptor::~Descriptor() {
  if (number_ >= 0) ::close(number_);
}

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
  std::swap(number_, other.number_);
  return *this;
}

std::unexpected<Error> system_error(std::string_view what, int error) {
  auto detail = std::string(what) + ": " + std::strerror(error);
  switch (error) {
    case ENOENT:
      return fail(Errc::not_found, "The file is not in the vault.", std::move(detail));
    case ENOSPC:
    case EDQUOT:
      return fail(Errc::storage_full, "There is no room left on the vault's disk.",
                  std::move(detail));
    case ELOOP:
    case ENOTDIR:
    case EISDIR:
    case EXDEV:
    case ENOTEMPTY:
    case EEXIST:
    case ENAMETOOLONG:
      return fail(Errc::conflict, "Something else lies in the vault where this file belongs.",
                  std::move(detail));
    default:
      return fail(Errc::storage, "The vault's disk refused.", std::move(detail));
  }
}

Result<Descriptor> open_unmarked(const std::filesystem::path& root) {
  Descriptor folder(::open(root.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (folder.number() < 0) return away(std::string("open of the vault: ") + std::strerror(errno));
  return folder;
}

Result<Descriptor> open_root(const std::filesystem::path& root) {
  auto folder = open_unmarked(root);
  if (!folder) return folder;
  if (::faccessat(folder->number(), marker, F_OK, AT_SYMLINK_NOFOLLOW) != 0) {
    return away(std::string(marker) + ": " + std::strerror(errno));
  }
  return folder;
}

Result<Descriptor> open_folder(const Descriptor& root, const std::vector<std::string>& folders,
                               Missing missing) {
  auto here = step(root, folders.front(), missing);
  for (std::size_t i = 1; here && i < folders.size(); ++i)
    here = step(*here, folders[i], missing);
  return here;
}

Result<Descriptor> open_file(const Descriptor& folder, const std::string& name, int flags) {
  // O_NONBLOCK: a pipe that lies there is refused below, and not waited for.
  Descriptor file(open_beneath(folder.number(), name.c_str(), flags | O_NONBLOCK, file_mode));
  if (file.number() < 0) return system_error("open of a file", errno);
  struct stat seen{};
  if (::fstat(file.number(), &seen) != 0) return system_error("fstat", errno);
  if (!S_ISREG(seen.st_mode)) return system_error("no regular file", EISDIR);
  return file;
}

void prune(const Descriptor& root, std::vector<std::string> folders) {
  while (!folders.empty()) {
    const auto last = std::move(folders.back());
    folders.pop_back();
    auto above = folders.empty() ? Result<Descriptor>(Descriptor(::dup(root.number())))
                                 : open_folder(root, folders, Missing::fail);
    // Not empty, most often: that is the end of it.
    if (!above || ::unlinkat(above->number(), last.c_str(), AT_REMOVEDIR) != 0) return;
  }
}

Result<std::vector<std::string>> names_in(const Descriptor& folder) {
  const int copy = open_beneath(folder.number(), ".", O_RDONLY | O_DIRECTORY, 0);
  if (copy < 0) return system_error("open of a folder", errno);
  const auto close = [](DIR* open) { ::closedir(open); };
  const std::unique_ptr<DIR, decltype(close)> listing(::fdopendir(copy), close);
  if (!listing) {
    const int error = errno;
    ::close(copy);
    return system_error("fdopendir", error);
  }
  std::vector<std::string> names;
  for (errno = 0; const auto* entry = ::readdir(listing.get()); errno = 0) {
    const std::string_view name = entry->d_name;
    if (name != "." && name != "..") names.emplace_back(name);
  }
  if (errno != 0) return system_error("readdir", errno);
  return names;
}

Result<bool> is_spelled_so(const Descriptor& folder, const std::string& name) {
  auto names = names_in(folder);
  if (!names) return failure(names);
  return std::ranges::find(*names, name) != names->end();
}

}  // namespace tapedeck::download::beneath
