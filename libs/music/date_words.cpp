#include "base/ascii.hpp"
#include "music/concert_date.hpp"
#include "music/words.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <utility>
#include <vector>

namespace tapedeck::music {
namespace {

/// One typed word, and how it is read: in lower case, without the comma after it.
struct Word {
  std::string_view typed;
  std::string key;
};

using TypedWords = std::span<const Word>;

/// A date at the front of some words, and how many of them it is.
struct Match {
  ConcertDate from;
  ConcertDate to;
  std::size_t words;
};

bool is_number(std::string_view text) {
  return !text.empty() && text.size() <= 4 && std::ranges::all_of(text, ascii::is_digit);
}

std::vector<Word> words_typed(std::string_view text) {
  std::vector<Word> words;
  for (const auto typed : split_at_spaces(text)) {
    Word word{typed, ascii::lower_case(typed)};
    while (word.key.ends_with(','))
      word.key.pop_back();
    words.push_back(std::move(word));
  }
  return words;
}

/// The number of a month by its English or German name, whole or cut short.
std::optional<unsigned> month_named(std::string_view key) {
  struct Name {
    std::string_view beginning;  // no two months share it
    std::string_view whole;
    unsigned month;
  };
  static constexpr auto names = std::to_array<Name>({
      {"jan", "january", 1},   {"jan", "januar", 1},    {"feb", "february", 2},
      {"feb", "februar", 2},   {"mar", "march", 3},     {"m\xc3\xa4r", "m\xc3\xa4rz", 3},
      {"apr", "april", 4},     {"may", "may", 5},       {"mai", "mai", 5},
      {"jun", "june", 6},      {"jun", "juni", 6},      {"jul", "july", 7},
      {"jul", "juli", 7},      {"aug", "august", 8},    {"sep", "september", 9},
      {"oct", "october", 10},  {"okt", "oktober", 10},  {"nov", "november", 11},
      {"dec", "december", 12}, {"dez", "dezember", 12},
  });
  if (key.ends_with('.')) key.remove_suffix(1);
  for (const auto& name : names) {
    if (key.starts_with(name.beginning) && name.whole.starts_with(key)) return name.month;
  }
  return std::nullopt;
}

/// "8", "8.", "8th".
std::optional<unsigned> day_named(std::string_view key) {
  for (const std::string_view ending : {".", "st", "nd", "rd", "th"}) {
    if (key.ends_with(ending)) {
      key.remove_suffix(ending.size());
      break;
    }
  }
  if (!is_number(key) || key.size() > 2) return std::nullopt;
  return value_of(key);
}

std::string_view without_apostrophe(std::string_view key) {
  for (const std::string_view mark : {"'", "\xe2\x80\x99", "\xe2\x80\x98"}) {
    if (key.starts_with(mark)) return key.substr(mark.size());
  }
  return key;
}

/// "1977", "77", "'77": a year where the words around it leave no doubt that it is one.
std::optional<int> year_named(std::string_view key) {
  key = without_apostrophe(key);
  if (!is_number(key)) return std::nullopt;
  if (key.size() == 4) return static_cast<int>(value_of(key));
  if (key.size() == 2) return year_of_two_digits(static_cast<int>(value_of(key)));
  return std::nullopt;
}

/// A year behind or before a month: "May 77", but not "May 26", which is a day of every year.
std::optional<int> year_of_month(std::string_view key) {
  constexpr unsigned last_day_of_any_month = 31;
  const bool may_be_day =
      key.size() <= 2 && is_number(key) && value_of(key) <= last_day_of_any_month;
  return may_be_day ? std::nullopt : year_named(key);
}

/// A year that stands alone.
std::optional<int> bare_year(std::string_view key) {
  constexpr unsigned first_bare_year = 60;
  const auto year = year_named(key);
  if (!year) return std::nullopt;
  if (key.size() == 2 && value_of(key) < first_bare_year) return std::nullopt;
  if (!ConcertDate::of(*year)) return std::nullopt;
  return year;
}

/// The pieces of "5/8/77"; empty unless they all have the same separator and are numbers.
std::vector<std::string_view> pieces_of(std::string_view key) {
  const auto first = key.find_first_of("/-.");
  if (first == key.npos) return {};
  const char separator = key[first];
  std::vector<std::string_view> pieces;
  while (true) {
    const auto end = std::min(key.find(separator), key.size());
    pieces.push_back(key.substr(0, end));
    if (end == key.size()) break;
    key.remove_prefix(end + 1);
  }
  if (!std::ranges::all_of(pieces, is_number)) return {};
  return pieces;
}

/// The date of a year and two numbers, of which the first is the month unless only the other order
/// is a date.
std::optional<ConcertDate> day_of(int year, unsigned first, unsigned second) {
  if (first == 0 || second == 0) return std::nullopt;
  auto date = ConcertDate::of(year, first, second);
  if (!date) date = ConcertDate::of(year, second, first);
  return date;
}

std::optional<ConcertDate> day_in_numbers(std::string_view key) {
  constexpr unsigned last_day_of_any_month = 31;
  if (key.size() == 8 && is_number(key.substr(0, 4)) && is_number(key.substr(4))) {
    const auto month = value_of(key.substr(4, 2));
    const auto day = value_of(key.substr(6));
    if (month == 0 || day == 0) return std::nullopt;
    return ConcertDate::of(static_cast<int>(value_of(key.substr(0, 4))), month, day);
  }
  const auto pieces = pieces_of(key);
  if (pieces.size() != 3) return std::nullopt;
  const bool year_first = pieces[0].size() == 4 || value_of(pieces[0]) > last_day_of_any_month;
  const auto year = year_named(year_first ? pieces[0] : pieces[2]);
  if (!year) return std::nullopt;
  const auto a = value_of(year_first ? pieces[1] : pieces[0]);
  const auto b = value_of(year_first ? pieces[2] : pieces[1]);
  return day_of(*year, a, b);
}

std::optional<Match> single(std::optional<ConcertDate> date, std::size_t words) {
  if (!date) return std::nullopt;
  return Match{*date, *date, words};
}

std::optional<Match> day_in_words(TypedWords words) {
  const auto of = [&](std::size_t year, std::size_t month, std::size_t day, std::size_t count) {
    const auto y = year_named(words[year].key);
    const auto m = month_named(words[month].key);
    const auto d = day_named(words[day].key);
    if (!y || !m || !d || *d == 0) return std::optional<Match>();
    return single(ConcertDate::of(*y, *m, *d), count);
  };
  if (words.size() >= 4 && words[1].key == "of") {
    if (auto match = of(3, 2, 0, 4)) return match;
  }
  if (words.size() < 3) return std::nullopt;
  if (auto match = of(2, 0, 1, 3)) return match;
  if (auto match = of(2, 1, 0, 3)) return match;
  return of(0, 1, 2, 3);
}

/// What ConcertDate::text() writes, in either case.
std::optional<ConcertDate> as_we_write_it(std::string_view key) {
  std::string upper(key);
  std::ranges::replace(upper, 'x', 'X');
  auto date = ConcertDate::parse(upper);
  if (!date) return std::nullopt;
  return *date;
}

/// "1977 05 08", "05 08 1977".
std::optional<Match> day_in_three_numbers(TypedWords words) {
  if (words.size() < 3) return std::nullopt;
  const auto& first = words[0].key;
  const auto& last = words[2].key;
  if (first.size() != 4 && last.size() != 4) return std::nullopt;
  return single(day_in_numbers(first + "-" + words[1].key + "-" + last), 3);
}

/// "8-May-1977".
std::optional<Match> day_in_pieces(std::string_view key) {
  std::string spaced(key);
  std::ranges::replace_if(spaced, [](char c) { return c == '-' || c == '/'; }, ' ');
  const auto pieces = words_typed(spaced);
  if (pieces.size() != 3) return std::nullopt;
  const auto match = day_in_words(pieces);
  return match ? single(match->from, 1) : std::nullopt;
}

std::optional<Match> find_day(TypedWords words) {
  if (auto match = single(day_in_numbers(words[0].key), 1)) return match;
  if (auto match = day_in_three_numbers(words)) return match;
  if (auto match = day_in_pieces(words[0].key)) return match;
  return day_in_words(words);
}

bool leads_to_an_end(std::string_view key) {
  constexpr auto between = std::to_array<std::string_view>({"-", "to", "until", "bis"});
  return std::ranges::find(between, key) != between.end();
}

/// "5/8/77 to 5/10/77".
std::optional<Match> find_days(TypedWords words) {
  const auto from = find_day(words);
  if (!from || words.size() < from->words + 2) return std::nullopt;
  if (!leads_to_an_end(words[from->words].key)) return std::nullopt;
  const auto to = find_day(words.subspan(from->words + 1));
  if (!to || to->from < from->from) return std::nullopt;
  return Match{from->from, to->from, from->words + 1 + to->words};
}

std::optional<Match> find_month(TypedWords words) {
  const auto& key = words[0].key;
  const auto written = as_we_write_it(key);
  if (written && written->month()) return single(written, 1);
  if (const auto pieces = pieces_of(key); pieces.size() == 2) {
    const bool year_first = pieces[0].size() == 4;
    const auto year = year_named(year_first ? pieces[0] : pieces[1]);
    const auto month = value_of(year_first ? pieces[1] : pieces[0]);
    // "5/10" is a day of every year, "5/77" a month.
    const bool is_month = year_first || pieces[1].size() == 4 || value_of(pieces[1]) > 31;
    if (year && month != 0 && is_month) {
      if (auto match = single(ConcertDate::of(*year, month), 1)) return match;
    }
  }
  if (words.size() < 2) return std::nullopt;
  for (const auto& [m, y] : {std::pair(0U, 1U), std::pair(1U, 0U)}) {
    const auto month = month_named(words[m].key);
    const auto year = year_of_month(words[y].key);
    if (month && year) return single(ConcertDate::of(*year, *month), 2);
  }
  return std::nullopt;
}

std::optional<Match> years(std::optional<int> from, std::optional<int> to, std::size_t words) {
  if (!from || !to || *from > *to) return std::nullopt;
  const auto first = ConcertDate::of(*from);
  const auto last = ConcertDate::of(*to);
  if (!first || !last) return std::nullopt;
  return Match{*first, *last, words};
}

std::optional<Match> find_decade(std::string_view key) {
  key = without_apostrophe(key);
  if (!key.ends_with("0s")) return std::nullopt;
  const auto year = year_named(key.substr(0, key.size() - 1));
  if (!year) return std::nullopt;
  const int first = *year;
  return years(first, first + 9, 1);
}

std::optional<Match> find_years(TypedWords words) {
  const auto& key = words[0].key;
  if (auto match = find_decade(key)) return match;
  if (const auto pieces = pieces_of(key); pieces.size() == 2 && key.find('-') != key.npos) {
    if (auto match = years(bare_year(pieces[0]), bare_year(pieces[1]), 1)) return match;
  }
  if (words.size() < 3) return std::nullopt;
  if (!leads_to_an_end(words[1].key)) return std::nullopt;
  return years(bare_year(key), bare_year(words[2].key), 3);
}

std::optional<Match> find_year(TypedWords words) {
  const auto written = as_we_write_it(words[0].key);
  if (written) return single(written, 1);
  const auto year = bare_year(words[0].key);
  if (!year) return std::nullopt;
  return single(ConcertDate::of(*year), 1);
}

bool is_weekday(std::string_view key) {
  constexpr auto names = std::to_array<std::string_view>(
      {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "montag",
       "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonnabend", "sonntag"});
  if (key.ends_with('.')) key.remove_suffix(1);
  constexpr std::size_t shortest = 3;
  return std::ranges::any_of(names, [&](std::string_view name) {
    return name == key || (key.size() == shortest && name.starts_with(key));
  });
}

/// How many words before a date only lead to it: "on", "in", "from the", "on Sunday".
std::size_t leading_words(TypedWords before, const Match& match) {
  std::size_t count = 0;
  const bool is_day = match.from.day().has_value();
  if (is_day && !before.empty() && is_weekday(before.back().key)) ++count;
  if (!is_day && !before.empty() && match.from != match.to && before.back().key == "the") ++count;
  constexpr auto leading = std::to_array<std::string_view>({"on", "in", "from", "of", "am", "vom"});
  if (before.size() > count) {
    const auto& key = before[before.size() - 1 - count].key;
    if (std::ranges::find(leading, key) != leading.end()) ++count;
  }
  return count;
}

std::string rest_of(TypedWords before, TypedWords after) {
  std::string text;
  for (const auto words : {before, after}) {
    for (const auto& word : words) {
      if (!text.empty()) text += ' ';
      text += word.typed;
    }
  }
  return text;
}

/// Whether a number only looks like a year: "Highway 61", "Route 66", "The 1975".
bool is_part_of_name(TypedWords before, const Word& number) {
  if (before.empty() || !is_number(number.key)) return false;
  const auto& word = before.back().key;
  if (word == "the") return number.key == "1975";
  return word == "highway" || word == "route" || word == "hwy";
}

}  // namespace

DateWords take_date(std::string_view text) {
  const auto typed = words_typed(text);
  const TypedWords words(typed);
  for (const auto find : {&find_days, &find_day, &find_month, &find_years, &find_year}) {
    for (std::size_t at = 0; at < words.size(); ++at) {
      const auto match = find(words.subspan(at));
      const auto before = words.first(at);
      if (!match || is_part_of_name(before, words[at])) continue;
      const auto kept = before.first(at - leading_words(before, *match));
      return {match->from, match->to, rest_of(kept, words.subspan(at + match->words))};
    }
  }
  return {std::nullopt, std::nullopt, rest_of(words, {})};
}

}  // namespace tapedeck::music
