#pragma once

#include "base/encoding.hpp"

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tapedeck::archive {

/// The digest of a file's bytes as the Archive gives it. An Md5 is no Sha1.
template <std::size_t Bytes, class Tag>
struct Digest {
  std::array<std::uint8_t, Bytes> bytes{};

  /// Reads exactly 2 × Bytes hexadecimal digits, either case; nothing for anything else.
  [[nodiscard]] static std::optional<Digest> parse(std::string_view text) {
    Digest digest;
    if (!read_hex(text, digest.bytes)) return std::nullopt;
    return digest;
  }

  /// In lower case, as the Archive writes it.
  [[nodiscard]] std::string text() const { return to_hex(bytes); }

  friend auto operator<=>(const Digest&, const Digest&) = default;
};

using Md5 = Digest<16, struct Md5Tag>;
using Sha1 = Digest<20, struct Sha1Tag>;

/// A CRC-32 as the Archive writes it: hexadecimal *without* padding (188 of 52,105 recorded ones
/// are shorter than 8 digits), so it is kept as a number. Nothing for any other text.
[[nodiscard]] std::optional<std::uint32_t> parse_crc32(std::string_view text);

}  // namespace tapedeck::archive
