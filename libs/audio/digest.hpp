#pragma once

// Private to libs/audio: the one place that knows OpenSSL.

#include <cstdint>
#include <memory>
#include <span>
#include <string>

struct evp_md_ctx_st;

namespace tapedeck::audio {

/// The digest of bytes that pass by.
class Digest {
 public:
  enum class Kind : std::uint8_t { md5, sha1 };

  explicit Digest(Kind kind);

  void add(std::span<const std::uint8_t> bytes);

  /// In hexadecimal, lower case. Nothing can be added after.
  [[nodiscard]] std::string finish();

 private:
  struct Free {
    void operator()(evp_md_ctx_st* context) const noexcept;
  };

  std::unique_ptr<evp_md_ctx_st, Free> context_;
};

}  // namespace tapedeck::audio
