#pragma once

#include "download/core/job.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>

struct evp_md_ctx_st;

namespace tapedeck::download {

/// Reckons what a file's bytes are known by while they pass, and compares their digest with what it
/// has to be: the SHA-1 when there is one, else the MD5.
class Digester {
 public:
  explicit Digester(const Expected& expected);
  ~Digester();
  Digester(Digester&&) noexcept;
  Digester& operator=(Digester&&) noexcept;

  void add(std::span<const std::byte> bytes);

  /// From the beginning again.
  void restart();

  /// What the bytes that have passed are known by. More may be added after.
  [[nodiscard]] Content content() const;

  /// How the digest of what has passed differs, a sentence with both; nothing when it does not, or
  /// when there is nothing to compare it with. More may be added after.
  [[nodiscard]] std::optional<std::string> difference() const;

 private:
  struct Free {
    void operator()(evp_md_ctx_st* context) const noexcept;
  };

  using Context = std::unique_ptr<evp_md_ctx_st, Free>;

  static Context fresh();

  std::optional<archive::Sha1> wanted_sha1_;
  std::optional<archive::Md5> wanted_md5_;  ///< Only when there is no SHA-1.
  Context sha1_;
  Context md5_;  ///< Null when it is not wanted.
};

}  // namespace tapedeck::download
