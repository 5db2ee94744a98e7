#include "music/concert_date.hpp"

#include "base/ascii.hpp"
#include "music/words.hpp"

#include <algorithm>

namespace tapedeck::music {
namespace {

constexpr std::string_view unknown_part = "XX";

unsigned days_in(int year, unsigned month) {
  using namespace std::chrono;
  const year_month_day_last last{std::chrono::year(year),
                                 month_day_last(std::chrono::month(month))};
  return static_cast<unsigned>(last.day());
}

bool all_digits(std::string_view text) { return std::ranges::all_of(text, ascii::is_digit); }

/// 0 for XX; nothing for anything but that and two digits other than 00.
std::optional<unsigned> part_of(std::string_view text) {
  if (text == unknown_part) return 0;
  if (!all_digits(text) || text == "00") return std::nullopt;
  return value_of(text);
}

void append_part(std::string& text, unsigned part) {
  text += '-';
  if (part == 0) {
    text += unknown_part;
    return;
  }
  text += static_cast<char>('0' + part / 10);
  text += static_cast<char>('0' + part % 10);
}

std::unexpected<Error> no_date() {
  return fail(Errc::invalid, "must be a date as YYYY-MM-DD, with XX for what is unknown");
}

}  // namespace

Result<ConcertDate> ConcertDate::parse(std::string_view text) {
  constexpr std::size_t length = 10;
  if (text.size() != length || text[4] != '-' || text[7] != '-') return no_date();
  if (!all_digits(text.substr(0, 4))) return no_date();
  const auto month = part_of(text.substr(5, 2));
  const auto day = part_of(text.substr(8, 2));
  if (!month || !day) return no_date();
  auto date = of(static_cast<int>(value_of(text.substr(0, 4))), *month, *day);
  if (!date) return no_date();
  return *date;
}

std::optional<ConcertDate> ConcertDate::of(int year, unsigned month, unsigned day) {
  if (year < first_year || year > last_year || month > 12) return std::nullopt;
  if (month == 0 && day != 0) return std::nullopt;
  if (month != 0 && day > days_in(year, month)) return std::nullopt;
  return ConcertDate(year, month, day);
}

std::string ConcertDate::text() const {
  std::string text = std::to_string(year_);
  append_part(text, month_);
  append_part(text, day_);
  return text;
}

std::optional<unsigned> ConcertDate::month() const noexcept {
  if (month_ == 0) return std::nullopt;
  return month_;
}

std::optional<unsigned> ConcertDate::day() const noexcept {
  if (day_ == 0) return std::nullopt;
  return day_;
}

ConcertDate ConcertDate::first_day() const {
  return {year_, std::max<unsigned>(month_, 1), std::max<unsigned>(day_, 1)};
}

ConcertDate ConcertDate::last_day() const {
  const unsigned month = month_ == 0 ? 12 : month_;
  return {year_, month, day_ == 0 ? days_in(year_, month) : day_};
}

bool ConcertDate::covers(const ConcertDate& other) const {
  if (year_ != other.year_) return false;
  if (month_ == 0) return true;
  if (month_ != other.month_) return false;
  return day_ == 0 || day_ == other.day_;
}

}  // namespace tapedeck::music
