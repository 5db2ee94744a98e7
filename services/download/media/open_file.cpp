#include "download/media/open_file.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>

namespace tapedeck::download {
namespace {

std::unexpected<Error> cannot_read_sound(int error) {
  return fail(Errc::storage, "The file cannot be read; look at the disk it lies on.",
              std::generic_category().message(error));
}

}  // namespace

Result<OpenFile> OpenFile::of(int descriptor) {
  struct stat info{};
  if (::fstat(descriptor, &info) != 0) return cannot_read_sound(errno);
  if (!S_ISREG(info.st_mode)) return fail(Errc::invalid, "What was given is no regular file.");
  return OpenFile(descriptor, static_cast<std::uint64_t>(info.st_size));
}

Result<std::size_t> OpenFile::read(std::uint64_t at, std::span<std::uint8_t> into) {
  std::size_t filled = 0;
  while (filled < into.size()) {
    const auto rest = into.subspan(filled);
    const auto got =
        ::pread(descriptor_, rest.data(), rest.size(), static_cast<off_t>(at + filled));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return cannot_read_sound(errno);
    if (got == 0) break;
    filled += static_cast<std::size_t>(got);
  }
  return filled;
}

}  // namespace tapedeck::download
