#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tapedeck {

/// Two lower-case digits a byte.
[[nodiscard]] std::string to_hex(std::span<const std::uint8_t> bytes);

/// Fills `bytes` from two hex digits each, of either case. False, with `bytes` in any state, when
/// `text` is not exactly that.
[[nodiscard]] bool read_hex(std::string_view text, std::span<std::uint8_t> bytes) noexcept;

/// RFC 4648 §5: safe in addresses and names, and, as in RFC 7515, without padding.
[[nodiscard]] std::string to_base64url(std::span<const std::uint8_t> bytes);

/// The bytes of what to_base64url() writes, and of nothing else: no padding, no spaces, and no
/// stray bits after the last byte, so that every value has one spelling.
[[nodiscard]] std::optional<std::vector<std::uint8_t>> from_base64url(std::string_view text);

/// The bytes of a text, for functions that take bytes. Valid as long as the text.
[[nodiscard]] inline std::span<const std::uint8_t> bytes_of(std::string_view text) noexcept {
  // char may be read as unsigned char, which std::uint8_t is
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

}  // namespace tapedeck
