#include "runtime/folders.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <system_error>

namespace tapedeck::runtime {
namespace {

std::unexpected<Error> unusable(const std::filesystem::path& folder, const std::string& variable,
                                const std::string& why) {
  return fail(Errc::invalid, "The folder " + folder.string() + " cannot be written (" + why +
                                 "). Make it writable for user " + std::to_string(::getuid()) +
                                 ", or set " + variable + " to another.");
}

/// Modes tell too little (a disk may be mounted read-only, a superuser may write anywhere), so a
/// file is made and taken away again. O_TMPFILE never has a name, and leaves nothing behind.
Result<void> prepare(const std::filesystem::path& folder, const std::string& variable) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) return unusable(folder, variable, error.message());

  const int file = ::open(folder.c_str(), O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600);
  if (file >= 0) {
    ::close(file);
    return {};
  }
  if (errno != EOPNOTSUPP && errno != EISDIR) {
    return unusable(folder, variable, std::strerror(errno));
  }
  // Network file systems know no O_TMPFILE (open(2)); there the mode has to do.
  if (::access(folder.c_str(), W_OK) != 0) return unusable(folder, variable, std::strerror(errno));
  return {};
}

}  // namespace

Result<void> prepare_folders(const SharedSettings& settings) {
  ::umask(settings.umask.bits);
  auto data = prepare(settings.data_folder, "TAPEDECK_DATA_FOLDER");
  if (!data) return data;
  return prepare(settings.downloads_folder, "TAPEDECK_DOWNLOADS_FOLDER");
}

std::filesystem::path share_folder(const SharedSettings& settings) {
  if (settings.share_folder) return *settings.share_folder;
  std::error_code error;
  const auto program = std::filesystem::read_symlink("/proc/self/exe", error);
  return program.parent_path() / ".." / "share" / "tapedeck";
}

}  // namespace tapedeck::runtime
