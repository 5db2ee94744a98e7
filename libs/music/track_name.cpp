#include "music/track_name.hpp"

#include "base/ascii.hpp"
#include "music/words.hpp"

#include <algorithm>
#include <array>

namespace tapedeck::music {
namespace {

bool is_separator(char c) { return c == ' ' || c == '.' || c == '_' || c == '-'; }

std::string_view without_front(std::string_view text, bool (*drop)(char)) {
  const auto first = std::ranges::find_if_not(text, drop);
  return text.substr(static_cast<std::size_t>(first - text.begin()));
}

std::string_view without_back(std::string_view text, bool (*drop)(char)) {
  while (!text.empty() && drop(text.back()))
    text.remove_suffix(1);
  return text;
}

/// The name without its folders and its suffix.
std::string_view stem_of(std::string_view file_name) {
  constexpr std::size_t longest_suffix = 5;
  const auto slash = file_name.rfind('/');
  if (slash != file_name.npos) file_name.remove_prefix(slash + 1);
  const auto dot = file_name.rfind('.');
  if (dot != file_name.npos && file_name.size() - dot - 1 <= longest_suffix) {
    file_name = file_name.substr(0, dot);
  }
  return file_name;
}

/// Where a track's number stands: the `t01` of "d1t01", "-tr10", ".track.26".
struct NumberMark {
  std::size_t begin;  ///< Of the letter.
  std::size_t end;    ///< Behind the last digit.
};

/// How long the number mark at the front of `text` is; 0 when there is none.
std::size_t length_of_mark(std::string_view text) {
  constexpr std::size_t most_digits = 3;
  auto rest = text;
  for (const std::string_view word : {"track", "trk", "tr", "t"}) {
    if (!rest.starts_with(word)) continue;
    rest.remove_prefix(word.size());
    if (!rest.empty() && is_separator(rest.front())) rest.remove_prefix(1);
    const auto digits = rest.size() - without_front(rest, ascii::is_digit).size();
    if (digits == 0 || digits > most_digits) return 0;
    return text.size() - rest.size() + digits;
  }
  return 0;
}

/// How long the date at the front of `text` is: "77-05-08", "1977.05.08", "66-xx-xx"; 0 for none.
std::size_t length_of_date(std::string_view lower) {
  const auto year = lower.size() - without_front(lower, ascii::is_digit).size();
  if (year != 2 && year != 4) return 0;
  auto rest = lower.substr(year);
  for (int part = 0; part < 2; ++part) {
    const bool there =
        rest.size() >= 3 && is_separator(rest[0]) &&
        ((ascii::is_digit(rest[1]) && ascii::is_digit(rest[2])) || rest.substr(1, 2) == "xx");
    if (!there) return 0;
    rest.remove_prefix(3);
  }
  return lower.size() - rest.size();
}

/// Behind the date in a stem; 0 when it has none near its front.
std::size_t end_of_date(std::string_view lower) {
  constexpr std::size_t furthest = 40;
  for (std::size_t at = 0; at < std::min(lower.size(), furthest); ++at) {
    if (at > 0 && ascii::is_digit(lower[at - 1])) continue;
    const auto length = length_of_date(lower.substr(at));
    if (length > 0) return at + length;
  }
  return 0;
}

/// The first number mark behind the date that stands alone or behind a digit or a separator: no
/// `t5` of "set5".
std::optional<NumberMark> find_mark(std::string_view lower) {
  for (auto at = end_of_date(lower); at < lower.size(); ++at) {
    if (at > 0 && ascii::is_lower(lower[at - 1])) continue;
    const auto length = length_of_mark(lower.substr(at));
    if (length > 0) return NumberMark{at, at + length};
  }
  return std::nullopt;
}

/// Reads backwards from a number mark: "…d1" is disc 1, "…set 2" is set 2.
TrackPlace place_before(std::string_view lower) {
  constexpr std::size_t most_digits = 2;
  lower = without_back(lower, is_separator);
  const auto left = without_back(lower, ascii::is_digit);
  const auto digits = lower.substr(left.size());
  if (digits.empty() || digits.size() > most_digits) return {};
  unsigned number = 0;
  for (const char c : digits)
    number = number * 10 + static_cast<unsigned>(c - '0');
  if (number == 0) return {};

  const auto word = without_back(left, is_separator);
  TrackPlace place;
  if (word.ends_with('s') || word.ends_with("set")) place.set = number;
  if (word.ends_with('d') || word.ends_with("disc") || word.ends_with("disk")) place.disc = number;
  return place;
}

bool has_letters(std::string_view text) {
  return std::ranges::any_of(text, [](char c) { return !ascii::is_digit(c) && !is_separator(c); });
}

/// "IKnowYouRider" as "I Know You Rider".
std::string spread(std::string_view text) {
  std::string words;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool after_small = at > 0 && ascii::is_lower(text[at - 1]);
    const bool before_small = at > 0 && ascii::is_upper(text[at - 1]) && at + 1 < text.size() &&
                              ascii::is_lower(text[at + 1]);
    if (ascii::is_upper(text[at]) && (after_small || before_small)) words += ' ';
    words += text[at];
  }
  return words;
}

/// The words of a file's name, which may stand for spaces with anything.
std::string readable(std::string_view text) {
  if (text.contains(' ')) return std::string(text);
  std::string words(text);
  std::ranges::replace_if(words, [](char c) { return c == '_' || c == '.'; }, ' ');
  return words.contains(' ') ? words : spread(words);
}

/// Takes a segue mark off the end, or nothing.
bool take_last_mark(std::string_view& text) {
  for (const std::string_view mark : {">", "\xe2\x86\x92"}) {  // the latter is an arrow
    if (!text.ends_with(mark)) continue;
    text.remove_suffix(mark.size());
    text = without_back(text, [](char c) { return c == '-' || c == '=' || c == '>' || c == ' '; });
    return true;
  }
  return false;
}

bool take_first_mark(std::string_view& text) {
  const auto behind = without_front(text, [](char c) { return c == '-' || c == '='; });
  if (!behind.starts_with('>')) return false;
  text = trimmed(behind.substr(1));
  return true;
}

/// How much of the front of a title is "d1t05" or "t05"; 0 when nothing is.
std::size_t length_of_place(std::string_view lower) {
  auto rest = lower;
  if (rest.starts_with('d') || rest.starts_with('s')) {
    const auto behind = without_front(rest.substr(1), ascii::is_digit);
    if (behind.size() + 1 < rest.size()) rest = behind;
  }
  const auto mark = length_of_mark(rest);
  return mark == 0 ? 0 : lower.size() - rest.size() + mark;
}

/// "d1t05 - " and "05. " in front of a title; "16 Tons" keeps its number.
std::string_view without_number(std::string_view title) {
  const auto place = length_of_place(ascii::lower_case(title));
  if (place > 0 && (place == title.size() || is_separator(title[place]))) {
    return without_front(title.substr(place), is_separator);
  }
  const auto behind = without_front(title, ascii::is_digit);
  const auto digits = title.size() - behind.size();
  if (digits == 0 || digits > 2 || behind.empty()) return title;
  const bool counted = behind.front() == '.' || behind.front() == ')' ||
                       (title.front() == '0' && is_separator(behind.front()));
  const auto rest = without_front(behind.substr(1), is_separator);
  return counted && has_letters(rest) ? rest : title;
}

bool names_nothing(std::string_view title) {
  constexpr auto nothings = std::to_array<std::string_view>(
      {"", "unknown", "untitled", "unknown title", "no title", "title", "track", "song"});
  auto words = words_of(title);
  if (words.size() > 1 && std::ranges::all_of(words.back(), ascii::is_digit)) words.pop_back();
  return std::ranges::find(nothings, joined(words)) != nothings.end();
}

}  // namespace

TrackTitle read_track_title(std::string_view text) {
  TrackTitle read;
  auto title = trimmed(text);
  read.segues = take_last_mark(title);
  read.continues = take_first_mark(title);
  title = trimmed(without_number(title));
  if (!names_nothing(title)) read.title = title;
  return read;
}

TrackPlace place_in(std::string_view file_name) {
  const auto lower = ascii::lower_case(stem_of(file_name));
  const auto mark = find_mark(lower);
  return mark ? place_before(std::string_view(lower).substr(0, mark->begin)) : TrackPlace{};
}

std::string title_in(std::string_view file_name) {
  auto stem = stem_of(file_name);
  const auto lower = ascii::lower_case(stem);
  const auto mark = find_mark(lower);
  auto rest = stem.substr(std::max(mark ? mark->end : 0, end_of_date(lower)));
  if (!mark) rest = without_front(without_front(rest, is_separator), ascii::is_digit);
  rest = without_front(without_back(rest, is_separator), is_separator);
  // What ends in a number says in front of it who made the tape: "gd1968-08-28.davmar77.05".
  if (rest.empty() || ascii::is_digit(rest.back()) || !has_letters(rest)) return {};
  return std::string(trimmed(readable(rest)));
}

}  // namespace tapedeck::music
