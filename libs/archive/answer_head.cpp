#include "archive/answer_head.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace tapedeck::archive {
namespace {

constexpr std::chrono::hours a_year{24 * 365};

std::optional<std::uint64_t> digits_only(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::string_view without_spaces_around(std::string_view text) {
  constexpr std::string_view spaces = " \t";
  const auto first = text.find_first_not_of(spaces);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(spaces) - first + 1);
}

std::optional<unsigned> month_of(std::string_view name) {
  constexpr std::array<std::string_view, 12> names{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto found = std::ranges::find(names, name);
  if (found == names.end()) return std::nullopt;
  return static_cast<unsigned>(found - names.begin()) + 1;
}

/// "08:49:37"; 60 for a leap second is allowed.
std::optional<std::chrono::seconds> time_of_day(std::string_view text) {
  if (text.size() != 8 || text[2] != ':' || text[5] != ':') return std::nullopt;
  const auto hour = digits_only(text.substr(0, 2));
  const auto minute = digits_only(text.substr(3, 2));
  const auto second = digits_only(text.substr(6, 2));
  if (!hour || !minute || !second || *hour > 23 || *minute > 59 || *second > 60) {
    return std::nullopt;
  }
  return std::chrono::hours{*hour} + std::chrono::minutes{*minute} + std::chrono::seconds{*second};
}

}  // namespace

std::optional<ContentRange> parse_content_range(std::string_view text) {
  constexpr std::string_view unit = "bytes ";
  if (!text.starts_with(unit)) return std::nullopt;
  text.remove_prefix(unit.size());
  const auto slash = text.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const auto range = text.substr(0, slash);
  const auto total = text.substr(slash + 1);

  ContentRange said;
  if (total != "*") {
    said.total = digits_only(total);
    if (!said.total) return std::nullopt;
  }
  if (range == "*") return said.total ? std::optional(said) : std::nullopt;

  const auto dash = range.find('-');
  if (dash == std::string_view::npos) return std::nullopt;
  said.first = digits_only(range.substr(0, dash));
  said.last = digits_only(range.substr(dash + 1));
  const bool sound = said.first && said.last && *said.first <= *said.last &&
                     (!said.total || *said.last < *said.total);
  return sound ? std::optional(said) : std::nullopt;
}

std::optional<Instant> parse_http_date(std::string_view text) {
  constexpr std::string_view shape = "Sun, 06 Nov 1994 08:49:37 GMT";
  const bool shaped = text.size() == shape.size() && text.substr(3, 2) == ", " && text[7] == ' ' &&
                      text[11] == ' ' && text[16] == ' ' && text.substr(25) == " GMT";
  if (!shaped) return std::nullopt;
  const auto day = digits_only(text.substr(5, 2));
  const auto month = month_of(text.substr(8, 3));
  const auto year = digits_only(text.substr(12, 4));
  const auto time = time_of_day(text.substr(17, 8));
  if (!day || !month || !year || !time) return std::nullopt;

  const std::chrono::year_month_day date{std::chrono::year{static_cast<int>(*year)},
                                         std::chrono::month{*month},
                                         std::chrono::day{static_cast<unsigned>(*day)}};
  if (!date.ok()) return std::nullopt;
  return Instant{std::chrono::sys_days{date} + *time};
}

std::optional<std::chrono::milliseconds> parse_retry_after(std::string_view text, Instant now) {
  using std::chrono::milliseconds;
  text = without_spaces_around(text);
  const bool is_number =
      !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
  if (is_number) {
    const auto seconds = digits_only(text);  // nothing when it passes 64 bits: as long as can be
    constexpr std::uint64_t most = std::chrono::seconds{a_year}.count();
    return milliseconds{std::chrono::seconds{std::min(seconds.value_or(most), most)}};
  }
  const auto date = parse_http_date(text);
  if (!date) return std::nullopt;
  return std::clamp(milliseconds{*date - now}, milliseconds{0}, milliseconds{a_year});
}

}  // namespace tapedeck::archive
