#include "archive/digest.hpp"

#include <charconv>

namespace tapedeck::archive {

std::optional<std::uint32_t> parse_crc32(std::string_view text) {
  std::uint32_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, 16);
  if (error != std::errc{} || end != text.data() + text.size() || text.size() > 8) {
    return std::nullopt;
  }
  return value;
}

}  // namespace tapedeck::archive
