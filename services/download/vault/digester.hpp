#pragma once

#include "download/core/job.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>

struct evp_md_ctx_st;

namespace tapedeck::download {

/// Reckons the digest of a file while its bytes pass by, and compares it with what it has to be:
/// the SHA-1 when there is one, else the MD5.
class Digester {
 public:
  explicit Digester(const Expected& expected);
  ~Digester();
  Digester(Digester&&) noexcept;
  Digester& operator=(Digester&&) noexcept;

  void add(std::span<const std::byte> bytes);

  /// From the beginning again.
  void restart();

  /// How the digest of what has passed differs, a sentence with both; nothing when it does not, or
  /// when there is nothing to compare it with. More may be added after.
  [[nodiscard]] std::optional<std::string> difference() const;

 private:
  struct Free {
    void operator()(evp_md_ctx_st* context) const noexcept;
  };

  const char* name_ = nullptr;  ///< Null when nothing is expected.
  std::string wanted_;
  std::unique_ptr<evp_md_ctx_st, Free> context_;
};

}  // namespace tapedeck::download
