#include "download/vault/part_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

namespace tapedeck::download {
namespace {

using beneath::Descriptor;
using beneath::system_error;

bool means_no_locks(int error) {
  return error == ENOLCK || error == EOPNOTSUPP || error == ENOSYS || error == EINVAL;
}

Result<bool> has_name(const Descriptor& folder, const std::string& name, const Descriptor& file) {
  struct stat own{};
  struct stat named{};
  if (::fstat(file.number(), &own) != 0) return system_error("fstat", errno);
  if (::fstatat(folder.number(), name.c_str(), &named, AT_SYMLINK_NOFOLLOW) != 0) {
    if (errno == ENOENT) return false;
    return system_error("fstatat", errno);
  }
  return own.st_dev == named.st_dev && own.st_ino == named.st_ino;
}

}  // namespace

Result<bool> hold(const Descriptor& folder, const std::string& name, const Descriptor& file,
                  Hold how) {
  const int wanted = (how == Hold::alone ? LOCK_EX : LOCK_SH) | LOCK_NB;
  if (::flock(file.number(), wanted) != 0 && !means_no_locks(errno)) {
    if (errno != EWOULDBLOCK) return system_error("flock", errno);
    return fail(Errc::timed_out, "Another process of Tapedeck has this file open.",
                "the lock of a part is taken");
  }
  return has_name(folder, name, file);
}

Result<void> remove_part(const Descriptor& folder, const std::string& name) {
  auto part = beneath::open_file(folder, name, O_RDONLY);
  if (!part && part.error().code == Errc::not_found) return {};
  if (part) {
    auto held = hold(folder, name, *part, Hold::alone);
    if (!held) return failure(held);
    if (!*held) return {};
  }
  // What cannot be opened is removed all the same.
  if (::unlinkat(folder.number(), name.c_str(), 0) != 0 && errno != ENOENT) {
    return system_error("unlink", errno);
  }
  return {};
}

}  // namespace tapedeck::download
