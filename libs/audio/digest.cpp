#include "audio/digest.hpp"

#include "base/encoding.hpp"
#include "base/ensure.hpp"

#include <openssl/evp.h>

#include <array>

namespace tapedeck::audio {

void Digest::Free::operator()(evp_md_ctx_st* context) const noexcept { EVP_MD_CTX_free(context); }

Digest::Digest(Kind kind) : context_(EVP_MD_CTX_new()) {
  const auto* type = kind == Kind::md5 ? EVP_md5() : EVP_sha1();
  ensure(context_ != nullptr && EVP_DigestInit_ex(context_.get(), type, nullptr) == 1,
         "OpenSSL must have MD5 and SHA-1");
}

void Digest::add(std::span<const std::uint8_t> bytes) {
  ensure(EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()) == 1,
         "a digest takes any bytes");
}

std::string Digest::finish() {
  std::array<std::uint8_t, EVP_MAX_MD_SIZE> bytes{};
  unsigned size = 0;
  ensure(EVP_DigestFinal_ex(context_.get(), bytes.data(), &size) == 1, "a digest has an end");
  return to_hex(std::span(bytes).first(size));
}

}  // namespace tapedeck::audio
