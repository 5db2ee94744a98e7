#include "music/track_name.hpp"

#include "base/ascii.hpp"
#include "music/words.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>

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

constexpr std::size_t most_track_digits = 3;

/// How long the number mark at the front of `text` is, which says where a track's number stands:
/// the `t01` of "d1t01", "-tr10", ".track.26"; 0 when there is none.
std::size_t length_of_mark(std::string_view text) {
  auto rest = text;
  for (const std::string_view word : {"track", "trk", "tr", "t"}) {
    if (!rest.starts_with(word)) continue;
    rest.remove_prefix(word.size());
    if (!rest.empty() && is_separator(rest.front())) rest.remove_prefix(1);
    const auto digits = rest.size() - without_front(rest, ascii::is_digit).size();
    if (digits == 0 || digits > most_track_digits) return 0;
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

/// A part of a stem, from its first byte to behind its last.
struct Span {
  std::size_t begin = 0;
  std::size_t end = 0;
};

/// The date in a stem; empty, at its front, when it has none near there.
Span find_date(std::string_view lower) {
  constexpr std::size_t furthest = 40;
  for (std::size_t at = 0; at < std::min(lower.size(), furthest); ++at) {
    if (at > 0 && ascii::is_digit(lower[at - 1])) continue;
    const auto length = length_of_date(lower.substr(at));
    if (length > 0) return {at, at + length};
  }
  return {};
}

/// The first number mark from `from` on that stands alone or behind a digit or a separator: no
/// `t5` of "set5".
std::optional<Span> find_mark(std::string_view lower, std::size_t from) {
  for (auto at = from; at < lower.size(); ++at) {
    if (at > 0 && ascii::is_lower(lower[at - 1])) continue;
    const auto length = length_of_mark(lower.substr(at));
    if (length > 0) return Span{at, at + length};
  }
  return std::nullopt;
}

/// A number mark behind the date, or else before it: "t01 Bertha 1977-05-08".
std::optional<Span> find_mark(std::string_view lower, Span date) {
  if (const auto mark = find_mark(lower, date.end)) return mark;
  return find_mark(lower.substr(0, date.begin), std::size_t{0});
}

/// A track's number without a mark: in front ("05 Ripple", "16IKnowYouRider"), or else the first
/// that separators stand around ("davmar77.05").
std::optional<Span> find_number(std::string_view lower, std::size_t from) {
  const auto front =
      from + lower.substr(from).size() - without_front(lower.substr(from), is_separator).size();
  for (auto at = front; at < lower.size();) {
    const auto digits =
        lower.substr(at).size() - without_front(lower.substr(at), ascii::is_digit).size();
    const auto end = at + digits;
    const bool stands_alone = end == lower.size() || is_separator(lower[end]);
    if (digits > 0 && digits <= most_track_digits && (stands_alone || at == front)) {
      return Span{at, end};
    }
    while (at < lower.size() && !is_separator(lower[at]))
      ++at;
    while (at < lower.size() && is_separator(lower[at]))
      ++at;
  }
  return std::nullopt;
}

/// The digits in a number mark, and in a number without one.
std::string_view digits_of(std::string_view mark) {
  return without_front(mark, [](char c) { return !ascii::is_digit(c); });
}

/// Takes "d1", "…set 2" or "e1" off the end of what stands before a track's number.
TrackPlace take_place(std::string_view& lower) {
  constexpr std::size_t most_digits = 2;
  TrackPlace place;
  const auto whole = without_back(lower, is_separator);
  const auto left = without_back(whole, ascii::is_digit);
  const auto digits = whole.substr(left.size());
  if (digits.empty() || digits.size() > most_digits || value_of(digits) == 0) return place;

  auto before = without_back(left, is_separator);
  const auto take = [&](std::initializer_list<std::string_view> words) {
    for (const auto word : words) {
      if (!before.ends_with(word)) continue;
      before.remove_suffix(word.size());
      return true;
    }
    return false;
  };
  if (before.ends_with("acid")) return place;  // "Acid5t01": a word, and no disc
  const bool is_letter_alone = before.size() < 2 || !ascii::is_letter(before[before.size() - 2]);
  if (take({"set", "s"})) {
    place.set = value_of(digits);
  } else if (take({"disc", "disk", "cd", "d"})) {
    place.disc = value_of(digits);
  } else if (take({"encore", "enc"}) || (is_letter_alone && take({"e"}))) {
    place.encore = value_of(digits);
  } else {
    return place;
  }
  lower = before;
  return place;
}

/// Behind a place at the front of a stem that has no number: "d1-Bertha"; 0 when there is none.
std::size_t end_of_first_place(std::string_view lower, std::size_t from) {
  auto rest = without_front(lower.substr(from), is_separator);
  rest = without_front(rest, ascii::is_lower);
  rest = without_front(rest, is_separator);
  const auto behind = without_front(rest, ascii::is_digit);
  const bool divided = behind.empty() || is_separator(behind.front());
  return behind.size() < rest.size() && divided ? lower.size() - behind.size() : 0;
}

/// The letters and digits of what stands before a place, the century left out of its date.
std::string series_of(std::string_view lower, Span date) {
  constexpr std::size_t year_and_rest = 10;  // "1977-05-08"
  std::string series;
  for (std::size_t at = 0; at < lower.size(); ++at) {
    const bool century = date.end - date.begin == year_and_rest && date.end <= lower.size() &&
                         at >= date.begin && at < date.begin + 2;
    if (ascii::is_letter_or_digit(lower[at]) && !century) series += lower[at];
  }
  return series;
}

/// The place that a file's folder names: "Disc 2", "set1".
TrackPlace place_of_folder(std::string_view file_name) {
  const auto slash = file_name.rfind('/');
  if (slash == file_name.npos) return {};
  const auto folder = file_name.substr(0, slash);
  const auto lower = ascii::lower_case(folder.substr(folder.rfind('/') + 1));
  std::string_view left = lower;
  return take_place(left);
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

/// The words of a file's name, in which dots, underscores or capitals may stand for spaces.
std::string readable(std::string_view text) {
  if (text.contains(' ')) return std::string(text);
  std::string words(text);
  std::ranges::replace_if(words, [](char c) { return c == '_' || c == '.'; }, ' ');
  return words.contains(' ') ? words : spread(words);
}

constexpr std::string_view arrow = "\xe2\x86\x92";

bool is_shaft(char c) { return c == '-' || c == '=' || c == '>' || c == ' '; }

/// Takes a segue mark off the end, or nothing.
bool take_last_mark(std::string_view& text) {
  for (const std::string_view mark : {std::string_view(">"), arrow}) {
    if (!text.ends_with(mark)) continue;
    text = without_back(text.substr(0, text.size() - mark.size()), is_shaft);
    return true;
  }
  return false;
}

bool take_first_mark(std::string_view& text) {
  const auto behind = without_front(text, [](char c) { return c == '-' || c == '='; });
  for (const std::string_view mark : {std::string_view(">"), arrow}) {
    if (!behind.starts_with(mark)) continue;
    text = trimmed(behind.substr(mark.size()));
    return true;
  }
  return false;
}

/// Takes "E:", "Enc. 1:" or "Encore -" off the front of a title, and gives the number, or 0.
std::optional<unsigned> take_encore(std::string_view& title) {
  const auto lower = ascii::lower_case(title);
  std::string_view rest = lower;
  for (const std::string_view word : {"encore", "enc.", "enc", "e"}) {
    if (!rest.starts_with(word)) continue;
    rest.remove_prefix(word.size());
    rest = trimmed(rest);
    const auto unnumbered = without_front(rest, ascii::is_digit);
    const auto digits = rest.substr(0, rest.size() - unnumbered.size());
    rest = trimmed(unnumbered);
    const bool marked = rest.starts_with(':') || (word == "encore" && rest.starts_with("- "));
    const auto behind = marked ? trimmed(rest.substr(1)) : std::string_view();
    if (behind.empty() || digits.size() > most_track_digits) return std::nullopt;
    title.remove_prefix(title.size() - behind.size());
    return value_of(digits);
  }
  return std::nullopt;
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

/// Takes a number, and what divides it from a title, off the title's front.
std::optional<unsigned> take_title_number(std::string_view& title) {
  const auto behind = without_front(title, ascii::is_digit);
  const auto digits = title.substr(0, title.size() - behind.size());
  const bool divided = behind.starts_with(')') || (!behind.empty() && is_separator(behind.front()));
  if (digits.empty() || digits.size() > most_track_digits || !divided) return std::nullopt;
  const auto rest = without_front(behind.substr(1), is_separator);
  if (!has_letters(rest)) return std::nullopt;
  title = rest;
  return value_of(digits);
}

/// "d1t05 - " and "05. " in front of a title; "16 Tons" keeps its number, unless the track has it.
std::string_view without_number(std::string_view title, std::span<const unsigned> numbers) {
  const auto place = length_of_place(ascii::lower_case(title));
  if (place > 0 && (place == title.size() || is_separator(title[place]))) {
    return without_front(title.substr(place), is_separator);
  }
  auto rest = title;
  const auto number = take_title_number(rest);
  if (!number) return title;
  const auto behind = without_front(title, ascii::is_digit);
  const auto digits = title.size() - behind.size();
  const bool counted = behind.front() == '.' || behind.front() == ')' || title.front() == '0';
  const bool known = std::ranges::find(numbers, *number) != numbers.end();
  return known || (counted && digits <= 2) ? rest : title;
}

/// Whether a title ends in a footnote mark: "Bertha*", "Bertha #", "Bertha#", but not "C#", "100%".
bool ends_in_footnote(std::string_view title) {
  if (title.empty()) return false;
  if (std::string_view("*^").contains(title.back())) return true;
  if (!std::string_view("#@%~+").contains(title.back())) return false;
  const auto words =
      without_back(title, [](char c) { return std::string_view("#@%~+").contains(c); });
  if (words.empty() || !ascii::is_letter_or_digit(words.back())) return true;
  const bool one_letter = words.size() == 1 || !ascii::is_letter_or_digit(words[words.size() - 2]);
  return !one_letter && !ascii::is_digit(words.back());
}

/// What brackets at the end of a title hold, or nothing where there are none.
std::optional<std::string_view> last_brackets(std::string_view title) {
  if (!title.ends_with(')') && !title.ends_with(']')) return std::nullopt;
  const auto open = title.find_last_of("([");
  if (open == title.npos) return std::nullopt;
  return title.substr(open + 1, title.size() - open - 2);
}

/// Whether brackets hold a song's length, "5:42" or "0:08:27.63", or nothing; not "1" of "Jam (1)".
bool is_length(std::string_view inside) {
  return inside.find_first_not_of("0123456789:. ") == inside.npos &&
         (inside.find_first_of(":.") != inside.npos || trimmed(inside).empty());
}

/// Whether a title ends in a segue mark behind which there are numbers in brackets: of footnotes,
/// as in "Dark Star > (1) (2)".
bool ends_in_noted_segue(std::string_view title) {
  while (const auto inside = last_brackets(title)) {
    if (inside->empty() || !std::ranges::all_of(*inside, ascii::is_digit)) return false;
    title = trimmed(title.substr(0, title.size() - inside->size() - 2));
    if (title.ends_with('>') || title.ends_with(arrow)) return true;
  }
  return false;
}

/// A song's title without the length and the footnote marks behind it: "Bertha* [5:42]" is
/// "Bertha".
std::string_view without_footnotes(std::string_view title) {
  while (true) {
    const auto before = title.size();
    title = trimmed(title);
    while (ends_in_footnote(title))
      title.remove_suffix(1);
    const auto inside = last_brackets(title);
    if (inside && (is_length(*inside) || ends_in_noted_segue(title))) {
      title.remove_suffix(inside->size() + 2);
    }
    if (title.size() == before) return title;
  }
}

bool names_nothing(std::string_view title) {
  constexpr auto nothings = std::to_array<std::string_view>(
      {"", "unknown", "untitled", "unknown title", "no title", "title", "track", "song"});
  auto words = words_of(title);
  if (words.size() > 1 && std::ranges::all_of(words.back(), ascii::is_digit)) words.pop_back();
  return std::ranges::find(nothings, joined(words)) != nothings.end();
}

}  // namespace

std::optional<unsigned> number_before(std::string_view title) {
  title = trimmed(title);
  return take_title_number(title);
}

TrackTitle read_track_title(std::string_view text, std::span<const unsigned> numbers) {
  TrackTitle read;
  auto title = without_footnotes(text);
  if (title.empty()) title = trimmed(text);
  read.segues = take_last_mark(title);
  read.continues = take_first_mark(title);
  title = trimmed(without_number(without_footnotes(title), numbers));
  read.encore = take_encore(title);
  if (!names_nothing(title)) read.title = title;
  return read;
}

TrackPlace place_in(std::string_view file_name) {
  const auto lower = ascii::lower_case(stem_of(file_name));
  const std::string_view stem = lower;
  const auto date = find_date(stem);
  auto at = find_mark(stem, date);
  if (!at) at = find_number(stem, date.end);
  auto left = stem.substr(0, at ? at->begin : end_of_first_place(stem, date.end));
  auto place = take_place(left);
  if (!place.disc && !place.set && !place.encore) place = place_of_folder(file_name);
  if (at) place.number = value_of(digits_of(stem.substr(at->begin, at->end - at->begin)));
  place.series = series_of(left, date);
  return place;
}

std::string title_in(std::string_view file_name) {
  const auto stem = stem_of(file_name);
  const auto lower = ascii::lower_case(stem);
  const auto date = find_date(lower);
  const auto mark = find_mark(lower, date);
  auto rest = stem.substr(std::max(mark ? mark->end : 0, date.end));
  if (mark && mark->end <= date.begin) rest = stem.substr(mark->end, date.begin - mark->end);
  if (!mark) rest = without_front(without_front(rest, is_separator), ascii::is_digit);
  rest = without_front(without_back(rest, is_separator), is_separator);
  // Without a mark, what ends in a number says who made the tape: "gd1968-08-28.davmar77.05".
  if (rest.empty() || !has_letters(rest) || (!mark && ascii::is_digit(rest.back()))) return {};
  return std::string(trimmed(readable(rest)));
}

}  // namespace tapedeck::music
