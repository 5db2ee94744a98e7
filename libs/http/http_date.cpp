#include "http/http_date.hpp"

#include "base/ascii.hpp"
#include "http/detail/grammar.hpp"
#include "http/detail/numbers.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace tapedeck::http {

namespace {

using namespace std::chrono;

constexpr auto day_names =
    std::to_array<std::string_view>({"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"});
constexpr auto month_names = std::to_array<std::string_view>(
    {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"});

/// Takes a date apart from the left; `good` turns false at the first thing that is not as expected.
class DateReader {
 public:
  explicit DateReader(std::string_view text) : rest_(text) {}

  void skip(std::string_view text) {
    good_ = good_ && rest_.starts_with(text);
    if (good_) rest_.remove_prefix(text.size());
  }
  /// Up to and with the next `end`; a day's name says nothing that the date does not.
  void skip_through(char end) {
    const auto at = rest_.find(end);
    good_ = good_ && at != rest_.npos;
    if (good_) rest_.remove_prefix(at + 1);
  }
  unsigned number(std::size_t width) {
    const auto digits = rest_.substr(0, width);
    good_ = good_ && digits.size() == width && std::ranges::all_of(digits, ascii::is_digit);
    if (!good_) return 0;
    unsigned value = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    rest_.remove_prefix(width);
    return value;
  }
  unsigned month_number() {
    const auto found = std::ranges::find(month_names, rest_.substr(0, 3));
    good_ = good_ && found != month_names.end();
    if (!good_) return 0;
    rest_.remove_prefix(3);
    return static_cast<unsigned>(found - month_names.begin()) + 1;
  }
  seconds time_of_day() {
    const hours h{number(2)};
    skip(":");
    const minutes m{number(2)};
    skip(":");
    const seconds s{number(2)};
    good_ = good_ && h < 24h && m < 60min && s <= 60s;  // 60 is a leap second
    return h + m + s;
  }
  [[nodiscard]] char next() const { return rest_.empty() ? '\0' : rest_.front(); }
  [[nodiscard]] bool finished() const { return good_ && rest_.empty(); }

 private:
  std::string_view rest_;
  bool good_ = true;
};

std::optional<sys_seconds> assemble(const DateReader& reader, unsigned y, unsigned m, unsigned d,
                                    seconds time) {
  const year_month_day date{year{static_cast<int>(y)}, month{m}, day{d}};
  if (!reader.finished() || !date.ok()) return std::nullopt;
  return sys_days{date} + time;
}

// "Sun, 08 May 1977 20:00:00 GMT"
std::optional<sys_seconds> parse_fixdate(std::string_view text) {
  DateReader reader(text);
  reader.skip_through(',');
  reader.skip(" ");
  const auto d = reader.number(2);
  reader.skip(" ");
  const auto m = reader.month_number();
  reader.skip(" ");
  const auto y = reader.number(4);
  reader.skip(" ");
  const auto time = reader.time_of_day();
  reader.skip(" GMT");
  return assemble(reader, y, m, d, time);
}

// "Sunday, 08-May-77 20:00:00 GMT". Two digits that would lie more than 50 years ahead are of the
// last century (RFC 9110 §5.6.7); years of files end in our own, so 70 divides well enough.
std::optional<sys_seconds> parse_rfc850(std::string_view text) {
  DateReader reader(text);
  reader.skip_through(',');
  reader.skip(" ");
  const auto d = reader.number(2);
  reader.skip("-");
  const auto m = reader.month_number();
  reader.skip("-");
  const auto y = reader.number(2);
  reader.skip(" ");
  const auto time = reader.time_of_day();
  reader.skip(" GMT");
  return assemble(reader, y < 70 ? 2000 + y : 1900 + y, m, d, time);
}

// "Sun May  8 20:00:00 1977"
std::optional<sys_seconds> parse_asctime(std::string_view text) {
  DateReader reader(text);
  reader.skip_through(' ');
  const auto m = reader.month_number();
  reader.skip(" ");
  const bool one_digit = reader.next() == ' ';
  if (one_digit) reader.skip(" ");
  const auto d = reader.number(one_digit ? 1 : 2);
  reader.skip(" ");
  const auto time = reader.time_of_day();
  reader.skip(" ");
  const auto y = reader.number(4);
  return assemble(reader, y, m, d, time);
}

}  // namespace

std::string to_http_date(sys_seconds time) {
  const auto days = floor<std::chrono::days>(time);
  const year_month_day date{days};
  const hh_mm_ss clock{time - days};
  std::string out;
  out.reserve(29);
  out += day_names[weekday{days}.c_encoding()];
  out += ", ";
  detail::append_number(out, static_cast<unsigned>(date.day()), 10, 2);
  out += ' ';
  out += month_names[static_cast<unsigned>(date.month()) - 1];
  out += ' ';
  detail::append_number(out, static_cast<std::uint64_t>(static_cast<int>(date.year())), 10, 4);
  out += ' ';
  detail::append_number(out, static_cast<std::uint64_t>(clock.hours().count()), 10, 2);
  out += ':';
  detail::append_number(out, static_cast<std::uint64_t>(clock.minutes().count()), 10, 2);
  out += ':';
  detail::append_number(out, static_cast<std::uint64_t>(clock.seconds().count()), 10, 2);
  out += " GMT";
  return out;
}

std::optional<sys_seconds> parse_http_date(std::string_view text) {
  if (auto date = parse_fixdate(text)) return date;
  if (auto date = parse_rfc850(text)) return date;
  return parse_asctime(text);
}

}  // namespace tapedeck::http
