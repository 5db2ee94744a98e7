#include "runtime/settings_sources.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

namespace tapedeck::runtime {
namespace {

/// A file descriptor that closes itself.
struct OpenFile {
  explicit OpenFile(const std::filesystem::path& path)
      : descriptor(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)) {}
  ~OpenFile() {
    if (descriptor >= 0) ::close(descriptor);
  }
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;

  int descriptor;
};

std::unexpected<std::string> reason(int error) {
  if (error == ENOENT || error == ENOTDIR)
    return std::unexpected<std::string>("there is no such file");
  if (error == EACCES) return std::unexpected<std::string>("this user may not read it");
  return std::unexpected(std::system_category().message(error));
}

}  // namespace

std::expected<std::string, std::string> read_small_file(const std::filesystem::path& path,
                                                        std::size_t most_bytes) {
  const OpenFile file(path);
  struct stat facts{};
  if (file.descriptor < 0 || ::fstat(file.descriptor, &facts) != 0) return reason(errno);
  if (!S_ISREG(facts.st_mode)) return std::unexpected<std::string>("it is no plain file");
  std::string text(most_bytes + 1, '\0');
  std::size_t filled = 0;
  while (filled < text.size()) {
    const auto got = ::read(file.descriptor, text.data() + filled, text.size() - filled);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return reason(errno);
    if (got == 0) break;
    filled += static_cast<std::size_t>(got);
  }
  if (filled > most_bytes) {
    return std::unexpected<std::string>("it has more than " + std::to_string(most_bytes) +
                                        " bytes");
  }
  text.resize(filled);
  return text;
}

std::string printable(std::string_view text) {
  constexpr std::size_t longest = 120;
  std::string clean(text.substr(0, longest));
  const auto other = [](char c) { return c < ' ' || static_cast<unsigned char>(c) >= 0x7f; };
  std::ranges::replace_if(clean, other, '?');
  if (text.size() > longest) clean += "...";
  return clean;
}

std::string quote(std::string_view text) { return '"' + printable(text) + '"'; }

}  // namespace tapedeck::runtime
