#include "json/rule.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace tapedeck::json {
namespace {

std::string number_text(double value) {
  std::array<char, 32> out{};
  const auto written = std::to_chars(out.data(), out.data() + out.size(), value);
  return {out.data(), written.ptr};
}

std::string counted(std::size_t count, std::string_view one, std::string_view many) {
  return std::to_string(count) + ' ' + std::string(count == 1 ? one : many);
}

/// "3 to 100 characters", "at least 1 entry": a range of counts, in words.
std::string range_text(std::size_t least, std::optional<std::size_t> most, std::string_view one,
                       std::string_view many) {
  if (!most) return "at least " + counted(least, one, many);
  if (least == 0) return "at most " + counted(*most, one, many);
  if (least == *most) return "exactly " + counted(least, one, many);
  return std::to_string(least) + " to " + counted(*most, one, many);
}

std::size_t count_characters(std::string_view utf8) {
  const auto begins_one = [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; };
  return static_cast<std::size_t>(std::ranges::count_if(utf8, begins_one));
}

bool is_outside(std::size_t count, std::size_t least, std::optional<std::size_t> most) {
  return count < least || (most && count > *most);
}

}  // namespace

std::string broken_by_number(const Rule& rule, double value) {
  const bool low = rule.minimum && value < *rule.minimum;
  const bool high = rule.maximum && value > *rule.maximum;
  if (!low && !high) return {};
  if (rule.minimum && rule.maximum) {
    return "must be between " + number_text(*rule.minimum) + " and " + number_text(*rule.maximum);
  }
  if (low) return "must be at least " + number_text(*rule.minimum);
  return "must be at most " + number_text(*rule.maximum);
}

std::string broken_by_text(const Rule& rule, std::string_view text) {
  if (text.contains('\0')) return "must not contain a NUL character";
  if ((rule.min_length > 0 || rule.max_length) &&
      is_outside(count_characters(text), rule.min_length, rule.max_length)) {
    return "must have " + range_text(rule.min_length, rule.max_length, "character", "characters");
  }
  if (rule.check != nullptr && !rule.check(text)) return std::string(rule.message);
  return {};
}

std::string broken_by_count(const Rule& rule, std::size_t count) {
  if (!is_outside(count, rule.min_items, rule.max_items)) return {};
  return "must have " + range_text(rule.min_items, rule.max_items, "entry", "entries");
}

}  // namespace tapedeck::json
