#include "download/vault/digester.hpp"

#include "base/ensure.hpp"

#include <openssl/evp.h>

namespace tapedeck::download {
namespace {

/// The end of a digest that goes on.
template <class Digest>
Digest end_of(const evp_md_ctx_st& running, evp_md_ctx_st& copy) {
  Digest digest;
  unsigned size = 0;
  ensure(EVP_MD_CTX_copy_ex(&copy, &running) == 1, "OpenSSL must copy a digest");
  ensure(EVP_DigestFinal_ex(&copy, digest.bytes.data(), &size) == 1 && size == digest.bytes.size(),
         "a digest has an end");
  return digest;
}

std::string sentence(std::string_view name, const std::string& found, const std::string& wanted) {
  return std::string("The file's ") + std::string(name) + " is " + found + " and has to be " +
         wanted + ".";
}

}  // namespace

void Digester::Free::operator()(evp_md_ctx_st* context) const noexcept { EVP_MD_CTX_free(context); }

Digester::Digester(const Expected& expected) : wanted_sha1_(expected.sha1) {
  sha1_ = fresh();
  if (!expected.sha1 && expected.md5) {
    wanted_md5_ = expected.md5;
    md5_ = fresh();
  }
  restart();
}

Digester::~Digester() = default;
Digester::Digester(Digester&&) noexcept = default;
Digester& Digester::operator=(Digester&&) noexcept = default;

Digester::Context Digester::fresh() {
  Context context(EVP_MD_CTX_new());
  ensure(context != nullptr, "OpenSSL must have room for a digest");
  return context;
}

void Digester::restart() {
  ensure(EVP_DigestInit_ex(sha1_.get(), EVP_sha1(), nullptr) == 1, "OpenSSL must have SHA-1");
  if (!md5_) return;
  ensure(EVP_DigestInit_ex(md5_.get(), EVP_md5(), nullptr) == 1, "OpenSSL must have MD5");
}

void Digester::add(std::span<const std::byte> bytes) {
  for (auto* context : {sha1_.get(), md5_.get()}) {
    if (context == nullptr) continue;
    ensure(EVP_DigestUpdate(context, bytes.data(), bytes.size()) == 1, "a digest takes any bytes");
  }
}

Content Digester::content() const { return end_of<Content>(*sha1_, *fresh()); }

std::optional<std::string> Digester::difference() const {
  if (wanted_sha1_) {
    const auto found = content();
    if (found != *wanted_sha1_) return sentence("SHA-1", found.text(), wanted_sha1_->text());
  }
  if (wanted_md5_) {
    const auto found = end_of<archive::Md5>(*md5_, *fresh());
    if (found != *wanted_md5_) return sentence("MD5", found.text(), wanted_md5_->text());
  }
  return std::nullopt;
}

}  // namespace tapedeck::download
