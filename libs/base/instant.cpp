#include "base/instant.hpp"

#include <array>
#include <charconv>
#include <cstdio>

namespace tapedeck {
namespace {

using namespace std::chrono;

/// Reads exactly `digits` digits at `at` and moves past them; -1 when there are none.
int take_number(std::string_view text, std::size_t& at, std::size_t digits) {
  if (at + digits > text.size()) return -1;
  int value = 0;
  const auto* begin = text.data() + at;
  const auto [end, error] = std::from_chars(begin, begin + digits, value);
  if (error != std::errc{} || end != begin + digits || *begin == '-') return -1;
  at += digits;
  return value;
}

bool take_char(std::string_view text, std::size_t& at, std::string_view any_of) {
  if (at >= text.size() || !any_of.contains(text[at])) return false;
  ++at;
  return true;
}

/// The fraction after the seconds, cut to milliseconds; -1 when there is a point without digits.
int take_fraction(std::string_view text, std::size_t& at) {
  if (!take_char(text, at, ".")) return 0;
  int value = 0;
  int digits = 0;
  while (at < text.size() && text[at] >= '0' && text[at] <= '9') {
    if (digits < 3) value = value * 10 + (text[at] - '0');
    ++digits;
    ++at;
  }
  if (digits == 0) return -1;
  for (; digits < 3; ++digits)
    value *= 10;
  return value;
}

/// The offset from UTC, or nothing when it cannot be read.
std::optional<minutes> take_offset(std::string_view text, std::size_t& at) {
  if (take_char(text, at, "Zz")) return minutes{0};
  if (at >= text.size()) return std::nullopt;
  const bool west = text[at] == '-';
  if (!take_char(text, at, "+-")) return std::nullopt;
  const int h = take_number(text, at, 2);
  if (h < 0 || h > 23 || !take_char(text, at, ":")) return std::nullopt;
  const int m = take_number(text, at, 2);
  if (m < 0 || m > 59) return std::nullopt;
  const auto offset = hours{h} + minutes{m};
  return west ? -offset : offset;
}

}  // namespace

std::string to_text(Instant instant) {
  const auto day = floor<days>(instant);
  const year_month_day date{day};
  const hh_mm_ss time{instant - day};
  std::array<char, 32> out{};
  const int length = std::snprintf(
      out.data(), out.size(), "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ", static_cast<int>(date.year()),
      static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
      static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
      static_cast<int>(time.seconds().count()), static_cast<int>(time.subseconds().count()));
  return {out.data(), static_cast<std::size_t>(length)};
}

Result<Instant> parse_instant(std::string_view text) {
  constexpr auto why = "must be a time such as 2026-03-01T20:15:00Z";
  std::size_t at = 0;
  const int y = take_number(text, at, 4);
  const bool dash1 = take_char(text, at, "-");
  const int mo = take_number(text, at, 2);
  const bool dash2 = take_char(text, at, "-");
  const int d = take_number(text, at, 2);
  if (y < 0 || mo < 0 || d < 0 || !dash1 || !dash2 || !take_char(text, at, "Tt ")) {
    return fail(Errc::invalid, why);
  }
  const int h = take_number(text, at, 2);
  const bool colon1 = take_char(text, at, ":");
  const int mi = take_number(text, at, 2);
  const bool colon2 = take_char(text, at, ":");
  const int s = take_number(text, at, 2);
  const int ms = take_fraction(text, at);
  const auto offset = take_offset(text, at);
  const year_month_day date{year{y}, month{static_cast<unsigned>(mo)},
                            day{static_cast<unsigned>(d)}};
  // RFC 3339 §5.6 allows a leap second; it is read as the second after.
  if (!colon1 || !colon2 || h < 0 || h > 23 || mi < 0 || mi > 59 || s < 0 || s > 60 || ms < 0 ||
      !offset || at != text.size() || !date.ok()) {
    return fail(Errc::invalid, why);
  }
  return Instant{sys_days{date} + hours{h} + minutes{mi} + seconds{s} + milliseconds{ms} - *offset};
}

}  // namespace tapedeck
