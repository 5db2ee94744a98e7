#pragma once

#include "base/result.hpp"

#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tapedeck::music {

/// The day of a concert: a civil date, of which the day, or the day and the month, may be unknown.
/// No instant: a concert has no time zone (docs/decisions/0008).
///
/// Its text is `1977-05-08`, `1977-05-XX` or `1977-XX-XX`. Every value names days that the calendar
/// has. Dates sort as they fall; what is unknown sorts before what is known of that year or month.
class ConcertDate {
 public:
  /// From the first machine that kept sound to the end of what two digits can mean.
  static constexpr int first_year = 1877;
  static constexpr int last_year = 2099;

  /// Reads what text() writes, and nothing else. Errors: `invalid`.
  [[nodiscard]] static Result<ConcertDate> parse(std::string_view text);

  /// A date from its parts; 0 is an unknown month or day. Nothing when the calendar has no such
  /// date, or a day is known and its month is not.
  [[nodiscard]] static std::optional<ConcertDate> of(int year, unsigned month = 0,
                                                     unsigned day = 0);

  [[nodiscard]] std::string text() const;

  [[nodiscard]] int year() const noexcept { return year_; }
  [[nodiscard]] std::optional<unsigned> month() const noexcept;
  [[nodiscard]] std::optional<unsigned> day() const noexcept;

  /// Whether no part is unknown.
  [[nodiscard]] bool is_whole() const noexcept { return day_ != 0; }

  /// The first and the last day it may have been; the same one when it is whole.
  [[nodiscard]] ConcertDate first_day() const;
  [[nodiscard]] ConcertDate last_day() const;

  /// Whether `other` says the same or more: 1977-05-XX covers 1977-05-08 and 1977-05-XX.
  [[nodiscard]] bool covers(const ConcertDate& other) const;

  friend auto operator<=>(const ConcertDate&, const ConcertDate&) = default;

 private:
  ConcertDate(int year, unsigned month, unsigned day)
      : year_(static_cast<std::int16_t>(year)),
        month_(static_cast<std::uint8_t>(month)),
        day_(static_cast<std::uint8_t>(day)) {}

  std::int16_t year_;
  std::uint8_t month_;  // 0 is unknown
  std::uint8_t day_;
};

/// The year that two digits mean: 77 is 1977, 09 is 2009. The Archive's live music begins in the
/// fifties.
[[nodiscard]] constexpr int year_of_two_digits(int digits) noexcept {
  return digits >= 50 ? 1900 + digits : 2000 + digits;
}

/// A date that was found in what a listener typed, and the words around it.
struct DateWords {
  std::optional<ConcertDate> from;  ///< Nothing when no date was typed; then `to` is nothing too.
  std::optional<ConcertDate> to;    ///< The same as `from`, but for years from one to another.
  std::string rest;                 ///< The other words, one space between them.
};

/// Finds a date as listeners write it: "5/8/77", "05/08/1977", "1977-05-08", "77-05-08", "5.8.77",
/// "19770508", "May 8 1977", "8. Mai 1977", "may 77", "5/77", "1977-05", "1977", "'09",
/// "1974-1977", "the 70s".
///
/// Month before day, as tapers write, unless only the other order is a date. A whole date is taken
/// before a month, a month before a year; a bare year of two digits is one from 60 to 99, so that
/// "cornell 77" has a date and "blink 182" and "set 2" have none. Total: text in which it finds
/// nothing comes back as `rest`.
[[nodiscard]] DateWords take_date(std::string_view text);

}  // namespace tapedeck::music
