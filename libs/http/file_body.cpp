#include "http/detail/file_errors.hpp"
#include "http/detail/numbers.hpp"
#include "http/response.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace tapedeck::http {

namespace {

constexpr const char* no_file = "There is no such file.";

std::string why(int error) { return std::generic_category().message(error); }

// The time of change (ctime) is the kernel's own: no program can set it back after rewriting a file
// in place, as it can the time of modification.
std::string make_etag(const struct stat& info) {
  std::string tag = "\"";
  detail::append_number(tag, info.st_ino, 16);
  tag += '-';
  detail::append_number(tag, static_cast<std::uint64_t>(info.st_size), 16);
  tag += '-';
  detail::append_number(tag,
                        static_cast<std::uint64_t>(info.st_ctim.tv_sec) * 1'000'000'000 +
                            static_cast<std::uint64_t>(info.st_ctim.tv_nsec),
                        16);
  tag += '"';
  return tag;
}

}  // namespace

FileBody::FileBody(int descriptor, std::uint64_t bytes, std::chrono::sys_seconds modified,
                   std::string etag)
    : descriptor_(descriptor), bytes_(bytes), modified_(modified), etag_(std::move(etag)) {}

FileBody::FileBody(FileBody&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)),
      bytes_(other.bytes_),
      modified_(other.modified_),
      etag_(std::move(other.etag_)),
      reader_(other.reader_) {}

FileBody& FileBody::operator=(FileBody&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  std::swap(bytes_, other.bytes_);
  std::swap(modified_, other.modified_);
  std::swap(etag_, other.etag_);
  std::swap(reader_, other.reader_);
  return *this;
}

FileBody::~FileBody() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

Result<FileBody> FileBody::open(const std::string& path) {
  // A FIFO in the place of a file must not make us wait for its writer: O_NONBLOCK.
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  if (descriptor >= 0) return adopt(descriptor);
  const int error = errno;
  const bool absent = error == ENOENT || error == ENOTDIR || error == ELOOP;
  return absent ? fail(Errc::not_found, no_file, path + ": " + why(error))
                : fail(Errc::storage, detail::cannot_read, path + ": " + why(error));
}

Result<FileBody> FileBody::adopt(int descriptor) {
  FileBody file(descriptor, 0, {}, {});  // closes it, whatever comes
  struct stat info{};
  if (::fstat(descriptor, &info) != 0) return detail::file_failed(errno);
  if (!S_ISREG(info.st_mode)) return fail(Errc::not_found, no_file, "it is no regular file");
  file.bytes_ = static_cast<std::uint64_t>(info.st_size);
  file.modified_ = std::chrono::sys_seconds{std::chrono::seconds{info.st_mtim.tv_sec}};
  file.etag_ = make_etag(info);
  return file;
}

}  // namespace tapedeck::http
