#include "identity/digest.hpp"

#include "base/encoding.hpp"
#include "base/ensure.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace tapedeck::identity {

Digest sha256(std::string_view text) {
  Digest digest{};
  unsigned size = 0;
  const int made =
      EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_sha256(), nullptr);
  ensure(made == 1 && size == digest.size(), "OpenSSL must have SHA-256");
  return digest;
}

Digest hmac_sha256(const Secret& key, std::string_view text) {
  Digest digest{};
  unsigned size = 0;
  const auto bytes = bytes_of(text);
  const auto* made = HMAC(EVP_sha256(), key.bytes().data(), static_cast<int>(key.bytes().size()),
                          bytes.data(), bytes.size(), digest.data(), &size);
  ensure(made != nullptr && size == digest.size(), "OpenSSL must have HMAC with SHA-256");
  return digest;
}

bool equal_in_constant_time(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace tapedeck::identity
