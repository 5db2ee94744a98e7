#pragma once

#include <array>
#include <charconv>
#include <cstdint>
#include <string>

namespace tapedeck::http::detail {

/// Appends `number` in digits of `base`, with zeros in front up to `width`.
inline void append_number(std::string& out, std::uint64_t number, int base = 10,
                          std::size_t width = 1) {
  std::array<char, 64> digits{};
  const auto* end = std::to_chars(digits.data(), digits.data() + digits.size(), number, base).ptr;
  const auto count = static_cast<std::size_t>(end - digits.data());
  if (count < width) out.append(width - count, '0');
  out.append(digits.data(), count);
}

}  // namespace tapedeck::http::detail
