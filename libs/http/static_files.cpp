#include "http/static_files.hpp"

#include "base/ascii.hpp"
#include "http/content_coding.hpp"
#include "http/media_type.hpp"

#include <fcntl.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <map>
#include <optional>
#include <system_error>
#include <utility>

namespace tapedeck::http {

namespace {

namespace fs = std::filesystem;

/// One address: the file as it is, and packed.
struct Variants {
  std::optional<FileBody> plain;
  std::optional<FileBody> brotli;
  std::optional<FileBody> gzip;
};

using Files = std::map<std::string, Variants, std::less<>>;

bool is_hash_char(char c) { return ascii::is_letter_or_digit(c) || c == '_' || c == '-'; }

// "index-DiwrgTda.js": a dash and eight characters before the ending, as Vite and Rollup name what
// may be kept for ever. A plain word can look so too, and then a digit or a capital tells.
bool has_hash(std::string_view name) {
  const auto dot = name.find_last_of('.');
  if (dot == name.npos || dot < 10 || name[dot - 9] != '-') return false;
  const auto hash = name.substr(dot - 8, 8);
  const bool plain_word = std::ranges::all_of(hash, [](char c) { return c >= 'a' && c <= 'z'; });
  return std::ranges::all_of(hash, is_hash_char) && !plain_word;
}

void put(Files& files, std::string name, FileBody body) {
  if (name.ends_with(".br")) {
    files[name.substr(0, name.size() - 3)].brotli = std::move(body);
  } else if (name.ends_with(".gz")) {
    files[name.substr(0, name.size() - 3)].gzip = std::move(body);
  } else {
    files[std::move(name)].plain = std::move(body);
  }
}

std::unexpected<Error> unreadable(const std::string& folder, std::string detail) {
  return fail(Errc::storage,
              "The folder " + folder + " cannot be read; build the web app or correct the path.",
              std::move(detail));
}

Result<Files> read_folder(const std::string& folder) {
  Files files;
  std::size_t count = 0;
  std::error_code error;
  fs::recursive_directory_iterator next(folder, error);
  if (error) return unreadable(folder, error.message());
  for (; next != fs::recursive_directory_iterator(); next.increment(error)) {
    const bool hidden = next->path().filename().string().starts_with('.');
    if (hidden && next->is_directory(error)) next.disable_recursion_pending();
    if (hidden || next->is_symlink(error) || !next->is_regular_file(error)) continue;
    if (++count > StaticFiles::max_files)
      return fail(Errc::invalid, "The folder " + folder + " has too many files for a web app.");
    auto body = FileBody::open(next->path().string());
    if (!body) return unreadable(folder, body.error().detail);
    put(files, next->path().lexically_relative(folder).generic_string(), std::move(*body));
  }
  if (error) return unreadable(folder, error.message());
  std::erase_if(files, [](const auto& file) { return !file.second.plain; });
  return files;
}

/// The packed file that `request` takes, with its coding; else the file as it is.
std::pair<const FileBody*, std::string_view> choose(const Variants& file, const Request& request) {
  const auto takes = request.header("Accept-Encoding").value_or("");
  if (file.brotli && takes_coding(takes, "br")) return {&*file.brotli, "br"};
  if (file.gzip && takes_coding(takes, "gzip")) return {&*file.gzip, "gzip"};
  return {&*file.plain, {}};
}

Result<FileBody> another(const FileBody& file) {
  const int descriptor = ::fcntl(file.descriptor(), F_DUPFD_CLOEXEC, 0);
  if (descriptor < 0)
    return fail(Errc::storage, "The file cannot be opened.",
                "fcntl: " + std::generic_category().message(errno));
  return FileBody::adopt(descriptor);
}

}  // namespace

struct StaticFiles::Index {
  Files files;
  std::string fallback;

  [[nodiscard]] Files::const_iterator find(std::string_view path) const {
    const auto found = files.find(path.empty() ? std::string_view(fallback) : path);
    const bool names_a_file = path.substr(path.rfind('/') + 1).find('.') != path.npos;
    if (found != files.end() || fallback.empty() || names_a_file) return found;
    return files.find(fallback);
  }
};

StaticFiles::StaticFiles(std::unique_ptr<Index> index) : index_(std::move(index)) {}
StaticFiles::StaticFiles(StaticFiles&&) noexcept = default;
StaticFiles& StaticFiles::operator=(StaticFiles&&) noexcept = default;
StaticFiles::~StaticFiles() = default;

Result<StaticFiles> StaticFiles::open(const std::string& folder, const std::string& fallback) {
  auto files = read_folder(folder);
  if (!files) return failure(files);
  if (!fallback.empty() && !files->contains(fallback))
    return fail(Errc::invalid, "The folder " + folder + " has no " + fallback + ".");
  return StaticFiles(std::make_unique<Index>(Index{std::move(*files), fallback}));
}

Result<Response> StaticFiles::answer(const Request& request, std::string_view path) const {
  const auto found = index_->find(path);
  if (found == index_->files.end())
    return fail(Errc::not_found, "There is nothing at this address.");
  const auto& [name, file] = *found;
  const auto [chosen, coding] = choose(file, request);
  auto body = another(*chosen);
  if (!body) return failure(body);

  const auto type = media_type_of(name);
  auto response = http::file(std::move(*body), type);
  auto& headers = response.headers();
  headers.set("Cache-Control", has_hash(name) ? "public, max-age=31536000, immutable" : "no-cache");
  if (file.brotli || file.gzip) headers.set("Vary", "Accept-Encoding");
  if (!coding.empty()) headers.set("Content-Encoding", coding);
  if (type.starts_with("text/html")) {
    headers.set("Content-Security-Policy", page_policy);
    headers.set("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=()");
  }
  return response;
}

std::size_t StaticFiles::size() const noexcept { return index_->files.size(); }

}  // namespace tapedeck::http
