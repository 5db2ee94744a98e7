#pragma once

#include "base/result.hpp"
#include "http/request.hpp"
#include "http/response.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace tapedeck::http {

/// What a page of ours may do: load and call its own origin, play what it has made itself, and
/// nothing else. No inline script or style, no frame around it.
inline constexpr std::string_view page_policy =
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "media-src 'self' blob:; connect-src 'self'; worker-src 'self'; object-src 'none'; "
    "base-uri 'none'; frame-ancestors 'none'; form-action 'self'; "
    "require-trusted-types-for 'script'";

/// The files of a folder, ready to be sent: the web app.
///
/// The folder is read once, and each file kept open: what is served is one consistent build, even
/// while a newer one is copied over it, and no address ever becomes a path of the disk. Files and
/// folders whose names begin with a dot, and links, are left out.
///
/// `x.br` and `x.gz` beside `x` are sent in its place to clients that take them. A name with a hash
/// in it, as bundlers make them (`assets/index-DiwrgTda.js`), is kept by browsers for a year; any
/// other is asked for again each time and mostly answered 304.
class StaticFiles {
 public:
  /// How many files a folder may have; each costs a descriptor.
  static constexpr std::size_t max_files = 2'000;

  /// Reads `folder`. `fallback` is the file that answers for addresses without a dot in their last
  /// segment that have no file, which are pages of the app ("index.html"); none when empty. Blocks;
  /// for wiring. Errors: `storage`, `invalid` (too many files, no fallback), with a sentence.
  [[nodiscard]] static Result<StaticFiles> open(const std::string& folder,
                                                const std::string& fallback = {});

  StaticFiles(StaticFiles&&) noexcept;
  StaticFiles& operator=(StaticFiles&&) noexcept;
  ~StaticFiles();

  /// The file under `path` ("assets/index-DiwrgTda.js"; empty is the fallback) for who sent
  /// `request`. Errors: `not_found`, `storage` when there are no descriptors left.
  [[nodiscard]] Result<Response> answer(const Request& request, std::string_view path) const;

  /// How many addresses have a file.
  [[nodiscard]] std::size_t size() const noexcept;

 private:
  struct Index;

  explicit StaticFiles(std::unique_ptr<Index> index);

  std::unique_ptr<Index> index_;
};

}  // namespace tapedeck::http
