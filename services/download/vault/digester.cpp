#include "download/vault/digester.hpp"

#include "base/encoding.hpp"
#include "base/ensure.hpp"

#include <openssl/evp.h>

#include <array>
#include <cstdint>
#include <string_view>

namespace tapedeck::download {
namespace {

constexpr const char* sha1_name = "SHA-1";
constexpr const char* md5_name = "MD5";

}  // namespace

void Digester::Free::operator()(evp_md_ctx_st* context) const noexcept { EVP_MD_CTX_free(context); }

Digester::Digester(const Expected& expected) {
  if (expected.sha1) {
    name_ = sha1_name;
    wanted_ = expected.sha1->text();
  } else if (expected.md5) {
    name_ = md5_name;
    wanted_ = expected.md5->text();
  } else {
    return;
  }
  context_.reset(EVP_MD_CTX_new());
  ensure(context_ != nullptr, "OpenSSL must have room for a digest");
  restart();
}

Digester::~Digester() = default;
Digester::Digester(Digester&&) noexcept = default;
Digester& Digester::operator=(Digester&&) noexcept = default;

void Digester::restart() {
  if (!context_) return;
  const auto* kind = name_ == sha1_name ? EVP_sha1() : EVP_md5();
  ensure(EVP_DigestInit_ex(context_.get(), kind, nullptr) == 1, "OpenSSL must have SHA-1 and MD5");
}

void Digester::add(std::span<const std::byte> bytes) {
  if (!context_) return;
  ensure(EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()) == 1,
         "a digest takes any bytes");
}

std::optional<std::string> Digester::difference() const {
  if (!context_) return std::nullopt;
  const std::unique_ptr<evp_md_ctx_st, Free> copy(EVP_MD_CTX_new());
  ensure(copy != nullptr && EVP_MD_CTX_copy_ex(copy.get(), context_.get()) == 1,
         "OpenSSL must copy a digest");
  std::array<std::uint8_t, EVP_MAX_MD_SIZE> bytes{};
  unsigned size = 0;
  ensure(EVP_DigestFinal_ex(copy.get(), bytes.data(), &size) == 1, "a digest has an end");
  const auto found = to_hex(std::span(bytes).first(size));
  if (found == wanted_) return std::nullopt;
  return std::string("The file's ") + name_ + " is " + found + " and has to be " + wanted_ + ".";
}

}  // namespace tapedeck::download
