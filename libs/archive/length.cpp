#include "archive/length.hpp"

#include <cstdint>

namespace tapedeck::archive {
namespace {

/// At most 7 digits, all of the text.
std::optional<std::int64_t> whole_number(std::string_view text) {
  if (text.empty() || text.size() > 7) return std::nullopt;
  std::int64_t value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

/// The digits after the point as thousandths; digits beyond the third are cut off.
std::optional<std::int64_t> thousandths(std::string_view digits) {
  if (digits.find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
  std::string_view kept = digits.substr(0, 3);
  std::int64_t value = kept.empty() ? 0 : *whole_number(kept);
  for (auto missing = 3 - kept.size(); missing > 0; --missing)
    value *= 10;
  return value;
}

}  // namespace

std::optional<std::chrono::milliseconds> parse_length(std::string_view text) {
  std::int64_t milliseconds = 0;
  if (const auto point = text.find('.'); point != std::string_view::npos) {
    const auto fraction = thousandths(text.substr(point + 1));
    if (!fraction) return std::nullopt;
    milliseconds = *fraction;
    text = text.substr(0, point);
  }

  std::int64_t seconds = 0;
  for (int parts = 1;; ++parts) {
    const auto colon = text.find(':');
    const auto part = whole_number(text.substr(0, colon));
    if (!part || parts > 3) return std::nullopt;
    seconds = seconds * 60 + *part;
    if (colon == std::string_view::npos) break;
    text.remove_prefix(colon + 1);
  }

  const std::chrono::milliseconds length{seconds * 1'000 + milliseconds};
  if (length.count() == 0 || length > std::chrono::hours{24}) return std::nullopt;
  return length;
}

bool is_no_length(std::string_view text) {
  return text.contains('0') && text.find_first_not_of("0.:") == text.npos;
}

}  // namespace tapedeck::archive
