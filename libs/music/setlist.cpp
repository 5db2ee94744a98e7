#include "music/setlist.hpp"

#include "base/ascii.hpp"
#include "music/track_name.hpp"
#include "music/words.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace tapedeck::music {
namespace {

constexpr std::size_t most_text = 64U << 10U;
constexpr std::size_t most_sets = 12;
constexpr std::size_t most_songs = 200;
constexpr std::size_t longest_song = 120;

/// A heading at the front of a line, and what stands behind it.
struct Heading {
  SetKind kind = SetKind::set;
  unsigned number = 0;  ///< 0: the next of its kind.
  std::string_view rest;
  bool is_ordinal = false;  ///< "Second Set", with which prose may begin as well.
};

/// The next word of a line, without the marks around it; the line goes on behind it. A number ends
/// the word before it: "Set1" is two words, "1st" is one.
std::string take_word(std::string_view& line) {
  constexpr std::string_view marks = " \t-=*_#[(\"";
  line.remove_prefix(std::min(line.find_first_not_of(marks), line.size()));
  std::string word;
  while (!line.empty()) {
    const char c = line.front();
    const bool number_begins = !word.empty() && ascii::is_letter(word.back()) && ascii::is_digit(c);
    if (!ascii::is_letter_or_digit(c) || number_begins) break;
    word += ascii::lower(c);
    line.remove_prefix(1);
  }
  return word;
}

struct NumberWord {
  std::string_view word;
  unsigned number;
};

// clang-format off
constexpr auto cardinals = std::to_array<NumberWord>({
    {"1", 1}, {"2", 2}, {"3", 3}, {"4", 4}, {"5", 5}, {"6", 6},
    {"one", 1}, {"two", 2}, {"three", 3}, {"four", 4}, {"five", 5}, {"six", 6},
    {"i", 1}, {"ii", 2}, {"iii", 3}, {"iv", 4}, {"v", 5}, {"vi", 6},
});
constexpr auto ordinals = std::to_array<NumberWord>({
    {"1st", 1}, {"2nd", 2}, {"3rd", 3}, {"4th", 4}, {"5th", 5}, {"6th", 6},
    {"first", 1}, {"second", 2}, {"third", 3}, {"fourth", 4}, {"fifth", 5}, {"sixth", 6},
});
// clang-format on

template <std::size_t N>
unsigned number_of(std::string_view word, const std::array<NumberWord, N>& words) {
  const auto* const found = std::ranges::find(words, word, &NumberWord::word);
  return found == words.end() ? 0 : found->number;
}

/// Whether a heading ends there: "Set 1", "Set 1:", "Set 1 (continued)", but not "Set 1 was
/// better". A comma goes on to songs behind "Set 1, " and to anything behind "Second set, as
/// always, ".
bool is_whole(const Heading& heading) {
  const auto rest = trimmed(heading.rest);
  if (rest.empty()) return true;
  const bool goes_on = rest.front() == ',' || rest.front() == ';';
  if (goes_on && heading.is_ordinal) return rest.size() == 1;
  constexpr std::string_view ends = ":;,-=.)]*_#([\"";
  return ends.contains(rest.front()) || rest.starts_with("\xe2\x80");
}

/// What is left of a line behind its heading, without the marks that ended it and what stands in
/// brackets.
std::string_view behind_heading(std::string_view rest) {
  constexpr std::string_view marks = " \t:;,-=.)]*_#\"";
  const auto skip = [&] {
    rest.remove_prefix(std::min(rest.find_first_not_of(marks), rest.size()));
  };
  skip();
  const bool opens = rest.starts_with('(') || rest.starts_with('[');
  if (const auto close = rest.find_first_of(")]"); opens && close != rest.npos) {
    rest.remove_prefix(close);
    skip();
  }
  return rest;
}

/// "Set 2", "Set Two".
std::optional<Heading> numbered_set(std::string_view line) {
  const auto word = take_word(line);
  if (word != "set") return std::nullopt;
  const auto number = number_of(take_word(line), cardinals);
  if (number == 0) return std::nullopt;
  return Heading{SetKind::set, number, line};
}

/// "2nd Set", "Second Encore", "Encore 2", "Encore:", "E:".
std::optional<Heading> ordered(std::string_view line) {
  auto word = take_word(line);
  unsigned number = number_of(word, ordinals);
  const bool is_ordinal = number > 0;
  if (is_ordinal) word = take_word(line);
  if (is_ordinal && word == "set") return Heading{SetKind::set, number, line, is_ordinal};
  const bool short_form = word == "e" || word == "enc";
  if (!short_form && word != "encore" && word != "encores") return std::nullopt;
  auto behind = line;
  const auto counted = number_of(take_word(behind), cardinals);
  if (number == 0 && counted > 0) {
    number = counted;
    line = behind;
  }
  const bool marked = line.starts_with(':') || (word == "enc" && line.starts_with('.'));
  if (short_form && !marked) return std::nullopt;
  return Heading{SetKind::encore, number, line, is_ordinal};
}

/// "II:" alone.
std::optional<Heading> roman(std::string_view line) {
  const auto word = take_word(line);
  const bool marked = line.starts_with(':') || line.starts_with(')');
  const bool letters = !word.empty() && word.find_first_not_of("iv") == word.npos;
  const auto number = number_of(word, cardinals);
  if (!marked || !letters || number == 0) return std::nullopt;
  return Heading{SetKind::set, number, line};
}

std::optional<Heading> heading_of(std::string_view line) {
  for (const auto read : {&numbered_set, &ordered, &roman}) {
    auto heading = read(line);
    if (!heading || !is_whole(*heading)) continue;
    heading->rest = behind_heading(heading->rest);
    return heading;
  }
  return std::nullopt;
}

/// Takes text up to a comma, semicolon or segue mark off the front of a line.
std::string_view take_song(std::string_view& line) {
  constexpr std::string_view arrow = "\xe2\x86\x92";
  const auto mark = line.find_first_of(",;>");
  const auto end = std::min({mark, line.find(arrow), line.size()});
  auto song = line.substr(0, end);
  line.remove_prefix(std::min(end + (end == mark ? 1 : arrow.size()), line.size()));
  while (song.ends_with('-') || song.ends_with('='))
    song.remove_suffix(1);
  return song;
}

/// Takes a setlist down, line by line.
class Scribe {
 public:
  void write(std::string_view line) {
    while (!line.empty()) {
      if (const auto heading = heading_of(line)) {
        begin(*heading);
        line = heading->rest;
        continue;
      }
      add(take_song(line));
    }
  }

  [[nodiscard]] std::vector<WrittenSet> sets() && {
    std::erase_if(sets_, [](const WrittenSet& set) { return set.songs.empty(); });
    return std::move(sets_);
  }

 private:
  void begin(const Heading& heading) {
    SetName name{heading.kind, heading.number};
    if (name.number == 0) {
      const auto same = [&](const WrittenSet& set) { return set.name.kind == name.kind; };
      name.number = static_cast<unsigned>(std::ranges::count_if(sets_, same)) + 1;
    }
    // "E: One, E: Two" is one encore after the other song, and a set that goes on is one set.
    const bool goes_on = !sets_.empty() && sets_.back().name.kind == name.kind &&
                         (heading.number == 0 || sets_.back().name == name);
    if (goes_on) return;
    full_ = full_ || sets_.size() == most_sets;
    if (!full_) sets_.push_back({name, {}});
  }

  void add(std::string_view text) {
    if (full_ || sets_.empty() || sets_.back().songs.size() >= most_songs) return;
    const auto song = read_track_title(text).title;
    if (song.empty() || song.size() > longest_song) return;
    sets_.back().songs.push_back(song);
  }

  std::vector<WrittenSet> sets_;
  bool full_ = false;  ///< There was a set too many; nothing behind it is read.
};

bool is_in_order(std::span<const std::string> few, std::span<const std::string> many) {
  std::size_t at = 0;
  for (const auto& word : few) {
    while (at < many.size() && many[at] != word)
      ++at;
    if (at == many.size()) return false;
    ++at;
  }
  return true;
}

}  // namespace

std::vector<WrittenSet> read_setlist(std::string_view text) {
  text = beginning_of(text, most_text);
  Scribe scribe;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    scribe.write(trimmed(text.substr(0, end)));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return std::move(scribe).sets();
}

std::vector<std::string> song_words(std::string_view title) {
  constexpr auto small = std::to_array<std::string_view>({"the", "a", "and", "of", "in", "on"});
  auto words = words_of(title);
  const auto is_small = [&](const std::string& word) {
    return std::ranges::find(small, word) != small.end();
  };
  if (!std::ranges::all_of(words, is_small)) std::erase_if(words, is_small);
  return words;
}

bool may_be_one_song(std::span<const std::string> one, std::span<const std::string> other) {
  if (one.size() > other.size()) std::swap(one, other);
  return !one.empty() && one.size() * 3 >= other.size() && is_in_order(one, other);
}

}  // namespace tapedeck::music
