#include "fake_archive/digests.hpp"

#include "base/ensure.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <zlib.h>

#include <array>

namespace tapedeck::fake_archive {

namespace {

std::string hex_digest(std::string_view bytes, const EVP_MD* method) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> sum{};
  unsigned size = 0;
  ensure(EVP_Digest(bytes.data(), bytes.size(), sum.data(), &size, method, nullptr) == 1,
         "OpenSSL has MD5 and SHA-1");
  std::string text;
  for (unsigned i = 0; i < size; ++i)
    text += fmt::format("{:02x}", sum.at(i));
  return text;
}

}  // namespace

std::string md5_of(std::string_view bytes) { return hex_digest(bytes, EVP_md5()); }

Digests digests_of(std::string_view bytes) {
  const auto crc = ::crc32_z(0, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size());
  return {md5_of(bytes), hex_digest(bytes, EVP_sha1()), fmt::format("{:x}", crc)};
}

}  // namespace tapedeck::fake_archive
