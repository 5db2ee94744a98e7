#include "base/encoding.hpp"
#include "base/random.hpp"
#include "identity/secret.hpp"

#include <fcntl.h>
#include <openssl/crypto.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <optional>

namespace tapedeck::identity {
namespace {

constexpr std::size_t max_file_bytes = 4096;

/// An open file or folder, closed at the end of the scope.
class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  [[nodiscard]] bool is_open() const noexcept { return fd_ >= 0; }
  [[nodiscard]] int get() const noexcept { return fd_; }

 private:
  int fd_;
};

/// Removes a file at the end of the scope, whatever came of it.
class Removed {
 public:
  explicit Removed(std::filesystem::path path) : path_(std::move(path)) {}
  ~Removed() { ::unlink(path_.c_str()); }
  Removed(const Removed&) = delete;
  Removed& operator=(const Removed&) = delete;

 private:
  std::filesystem::path path_;
};

std::unexpected<Error> storage_error(std::string_view what, const std::filesystem::path& path) {
  const std::string why = std::strerror(errno);  // start of the process: one thread
  return fail(Errc::storage,
              "The secret in " + path.string() + " cannot be " + std::string(what) + ": " + why +
                  ". Check the folder and its permissions.",
              why);
}

/// Nothing when the file is ours alone.
std::optional<std::string> fault_of(const struct stat& file, const std::string& path) {
  if (!S_ISREG(file.st_mode)) return path + " must be a file.";
  if (file.st_uid != ::geteuid() && file.st_uid != 0) {
    return "The secret in " + path + " belongs to another user, who can read it: run `chown " +
           std::to_string(::geteuid()) + " " + path + "`.";
  }
  if ((file.st_mode & 077) != 0) {
    return "The secret in " + path + " can be read by other users: run `chmod 600 " + path + "`.";
  }
  return std::nullopt;
}

Result<std::string> read_all(const Descriptor& file, const std::filesystem::path& path) {
  std::string text(max_file_bytes + 1, '\0');
  std::size_t size = 0;
  while (size < text.size()) {
    const auto got = ::read(file.get(), text.data() + size, text.size() - size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return storage_error("read", path);
    if (got == 0) break;
    size += static_cast<std::size_t>(got);
  }
  if (size > max_file_bytes) {
    return fail(Errc::invalid, path.string() + " is too long to be a secret.");
  }
  while (size > 0 && (text[size - 1] == '\n' || text[size - 1] == '\r'))
    --size;
  text.resize(size);
  return text;
}

/// The secret in the file; nothing when there is no file.
Result<std::optional<Secret>> load(const std::filesystem::path& path) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK));
  if (!file.is_open()) {
    if (errno == ENOENT) return std::nullopt;
    return storage_error("read", path);
  }
  struct stat status{};
  if (::fstat(file.get(), &status) != 0) return storage_error("read", path);
  if (auto fault = fault_of(status, path.string())) return fail(Errc::invalid, std::move(*fault));
  auto text = read_all(file, path);
  if (!text) return failure(text);
  auto secret = Secret::from_text(std::move(*text));
  if (!secret) {
    return fail(Errc::invalid, "In " + path.string() + ": " + secret.error().message);
  }
  return std::optional(std::move(*secret));
}

bool write_all(const Descriptor& file, std::span<const std::uint8_t> bytes) {
  while (!bytes.empty()) {
    const auto written = ::write(file.get(), bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
  return true;
}

bool sync_folder(const std::filesystem::path& folder) {
  const Descriptor directory(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  return directory.is_open() && ::fsync(directory.get()) == 0;
}

/// Puts `secret` there unless somebody was faster. It is written under another name and linked, so
/// that `path` never names a file that is half written, whenever the power goes.
Result<void> put(const Secret& secret, const std::filesystem::path& path) {
  const auto folder = path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
  std::array<std::uint8_t, 8> random{};
  fill_random(random);
  const auto draft = folder / (path.filename().string() + ".draft-" + to_hex(random));

  const Descriptor file(::open(draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (!file.is_open()) return storage_error("made", path);
  const Removed removed(draft);
  if (!write_all(file, secret.bytes()) || ::fsync(file.get()) != 0) {
    return storage_error("written", path);
  }
  if (::link(draft.c_str(), path.c_str()) != 0 && errno != EEXIST) {
    return storage_error("made", path);
  }
  if (!sync_folder(folder)) return storage_error("kept", path);
  return {};
}

}  // namespace

Result<Secret> load_or_make_secret(const std::filesystem::path& path) {
  auto loaded = load(path);
  if (!loaded) return failure(loaded);
  if (*loaded) return std::move(**loaded);

  auto kept = put(Secret::make(), path);
  if (!kept) return failure(kept);
  loaded = load(path);  // ours, or that of whoever was faster
  if (!loaded) return failure(loaded);
  if (!*loaded) return fail(Errc::storage, "The secret in " + path.string() + " was removed.");
  return std::move(**loaded);
}

}  // namespace tapedeck::identity
