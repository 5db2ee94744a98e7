#include "grounds.hpp"

#include <fcntl.h>
#include <linux/magic.h>
#include <sys/statfs.h>
#include <unistd.h>

#include <cerrno>
#include <stdexcept>
#include <system_error>

namespace tapedeck::bench {
namespace {

namespace fs = std::filesystem;

bool is_in_memory(const fs::path& folder) {
  struct statfs seen{};
  if (::statfs(folder.c_str(), &seen) != 0) {
    throw std::system_error(errno, std::generic_category(), folder.string());
  }
  return seen.f_type == TMPFS_MAGIC || seen.f_type == RAMFS_MAGIC;
}

}  // namespace

fs::path memory_ground(std::uintmax_t bytes) {
  const fs::path folder = "/dev/shm";
  if (!is_in_memory(folder) || fs::space(folder).available < bytes) {
    throw std::runtime_error("this needs a tmpfs at /dev/shm with " +
                             std::to_string(bytes / 1'000'000) + " MB free");
  }
  return folder;
}

fs::path disk_ground() {
  auto folder = fs::temp_directory_path();
  if (is_in_memory(folder)) {
    throw std::runtime_error("TMPDIR has to be on a disk: " + folder.string());
  }
  return folder;
}

void settle(const fs::path& folder) {
  const int opened = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool settled = opened >= 0 && ::syncfs(opened) == 0;
  const int error = errno;
  if (opened >= 0) ::close(opened);
  if (!settled) throw std::system_error(error, std::generic_category(), folder.string());
}

}  // namespace tapedeck::bench
