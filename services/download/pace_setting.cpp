#include "download/pace_setting.hpp"

#include <chrono>
#include <optional>
#include <utility>
#include <vector>

namespace tapedeck::runtime {
namespace {

using download::Hours;
using download::Rate;
using download::Timetable;
using std::chrono::minutes;

/// Slower, a piece of a concert would not come within a day.
constexpr std::uint64_t least_rate = 1'000;
constexpr std::size_t most_hours = 24;

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(' ');
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

std::unexpected<std::string> give(const std::string& fault) {
  return std::unexpected(fault + " Give " + SettingType<Timetable>::wanted({}) + ".");
}

std::optional<unsigned> two_digits(std::string_view text) {
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  if (text.size() != 2 || !is_digit(text[0]) || !is_digit(text[1])) return std::nullopt;
  return static_cast<unsigned>((text[0] - '0') * 10 + (text[1] - '0'));
}

/// `00:00` to `24:00`.
std::optional<minutes> read_time(std::string_view text) {
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  const auto hour = two_digits(text.substr(0, 2));
  const auto minute = two_digits(text.substr(3));
  if (!hour || !minute || *minute > 59) return std::nullopt;
  const minutes time = std::chrono::hours{*hour} + minutes{*minute};
  if (time > std::chrono::days{1}) return std::nullopt;
  return time;
}

Read<Rate> read_rate(std::string_view text) {
  if (detail::same_word(text, "unlimited")) return Rate();
  if (detail::same_word(text, "paused")) return Rate(0);
  constexpr std::string_view a_second = "/s";
  if (text.ends_with(a_second)) {
    const auto size = text.substr(0, text.size() - a_second.size());
    const auto bytes = SettingType<Bytes>::read(size, SettingType<Bytes>::any);
    if (bytes && bytes->count >= least_rate) return Rate(bytes->count);
  }
  return give("\"" + std::string(text) + "\" is no rate from 1kB/s.");
}

/// One rate with its hours, or without any.
Read<std::pair<std::optional<Hours>, Rate>> read_entry(std::string_view text) {
  const auto space = text.find(' ');
  const auto rate = read_rate(trimmed(text.substr(space == text.npos ? 0 : space)));
  if (!rate) return std::unexpected(rate.error());
  if (space == text.npos) return std::pair(std::optional<Hours>(), *rate);
  const auto span = text.substr(0, space);
  const auto dash = span.find('-');
  const auto from = read_time(span.substr(0, dash));
  const auto until = read_time(dash == span.npos ? "" : span.substr(dash + 1));
  if (!from || !until || *from == std::chrono::days{1}) {
    return give("\"" + std::string(span) + "\" are no hours of a day.");
  }
  return std::pair(std::optional(Hours{.from = *from, .until = *until, .rate = *rate}), *rate);
}

std::string show_time_of_day(minutes time) {
  const auto two = [](auto count) { return (count < 10 ? "0" : "") + std::to_string(count); };
  return two(time / std::chrono::hours{1}) + ":" + two((time % std::chrono::hours{1}).count());
}

/// In the decimal units in which lines are sold, where that is exact.
std::string show_rate(Rate rate) {
  if (!rate) return "unlimited";
  if (*rate == 0) return "paused";
  if (*rate % 1'000'000 == 0) return std::to_string(*rate / 1'000'000) + "MB/s";
  if (*rate % 1'000 == 0) return std::to_string(*rate / 1'000) + "kB/s";
  return SettingType<Bytes>::show(Bytes{*rate}) + "/s";
}

}  // namespace

std::string SettingType<Timetable>::wanted(Bounds) {
  return "a rate, or rates with hours, such as `2MB/s`, `08:00-23:00 500kB/s` or "
         "`01:00-07:00 unlimited, paused`";
}

Read<Timetable> SettingType<Timetable>::read(std::string_view text, Bounds) {
  std::vector<Hours> hours;
  std::optional<Rate> rest;
  for (auto left = text;;) {
    const auto comma = left.find(',');
    auto entry = read_entry(trimmed(left.substr(0, comma)));
    if (!entry) return std::unexpected(std::move(entry).error());
    if (!entry->first && rest) return give("Two rates have no hours.");
    if (entry->first) hours.push_back(*entry->first);
    if (!entry->first) rest = entry->second;
    if (hours.size() > most_hours) return give("These are too many hours.");
    if (comma == left.npos) break;
    left.remove_prefix(comma + 1);
  }
  auto table = Timetable::make(std::move(hours), rest.value_or(Rate()));
  if (!table) return give(table.error().message);
  return *std::move(table);
}

std::string SettingType<Timetable>::show(const Timetable& table) {
  std::string text;
  for (const auto& one : table.hours()) {
    text += show_time_of_day(one.from) + "-" + show_time_of_day(one.until) + " " +
            show_rate(one.rate) + ", ";
  }
  if (table.rest() || table.hours().empty()) return text + show_rate(table.rest());
  text.resize(text.size() - 2);
  return text;
}

}  // namespace tapedeck::runtime
