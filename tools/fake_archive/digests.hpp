#pragma once

#include <string>
#include <string_view>

namespace tapedeck::fake_archive {

/// The sums the Archive publishes of a file, as it spells them.
struct Digests {
  std::string md5;    ///< 32 hex digits.
  std::string sha1;   ///< 40 hex digits.
  std::string crc32;  ///< Hex without leading zeros, so 8 digits or fewer.

  friend bool operator==(const Digests&, const Digests&) = default;
};

[[nodiscard]] Digests digests_of(std::string_view bytes);

/// The MD5 of `bytes` alone, in 32 hex digits.
[[nodiscard]] std::string md5_of(std::string_view bytes);

}  // namespace tapedeck::fake_archive
