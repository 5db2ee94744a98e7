#include "music/venue_name.hpp"

#include "music/words.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <vector>

namespace tapedeck::music {
namespace {

/// Words that name a sort of building, a direction or an owner, and so tell no hall from another.
constexpr auto common_words = std::to_array<std::string_view>({
    "a",
    "amphitheater",
    "amphitheatre",
    "an",
    "and",
    "arena",
    "arts",
    "at",
    "auditorium",
    "ballroom",
    "c",
    "center",
    "city",
    "civic",
    "club",
    "co",
    "coliseum",
    "college",
    "colosseum",
    "community",
    "convention",
    "county",
    "early",
    "east",
    "fairgrounds",
    "field",
    "fieldhouse",
    "gym",
    "gymnasium",
    "hall",
    "house",
    "in",
    "j",
    "late",
    "live",
    "memorial",
    "municipal",
    "music",
    "national",
    "new",
    "north",
    "of",
    "old",
    "palace",
    "park",
    "pavilion",
    "performing",
    "room",
    "s",
    "school",
    "show",
    "shows",
    "south",
    "sports",
    "st",
    "stadium",
    "state",
    "studio",
    "studios",
    "the",
    "theater",
    "theaters",
    "u",
    "univ",
    "university",
    "west",
});

/// Names of places that are none.
constexpr auto no_places = std::to_array<std::string_view>({
    "",
    "unknown",
    "unknown venue",
    "unknown location",
    "unknown studio",
    "various",
    "venue",
    "various venues",
    "na",
    "n a",
    "tba",
    "none",
});

/// Halls that were renamed, or that tapers call by a name of their own: each row is one hall.
struct Renamed {
  std::string_view one;
  std::string_view other;
};
constexpr auto renamed = std::to_array<Renamed>({
    {"brendan byrne", "meadowlands"},
    {"brendon byrne", "meadowlands"},
    {"new haven", "veterans"},
    {"sullivan", "foxboro"},
    {"sphinx", "gizah"},
    {"olympia", "lolympia"},
    {"oakland alameda", "oakland"},
    {"great american", "gamh"},
    {"kaiser", "oakland auditorium"},
});

std::string without_brackets(std::string_view text) {
  std::string kept;
  int depth = 0;
  for (const char c : text) {
    if (c == '(') ++depth;
    if (depth == 0) kept += c;
    if (c == ')' && depth > 0) --depth;
  }
  return kept;
}

std::vector<std::string> words_of_venue(std::string_view name) {
  auto words = words_of(without_brackets(name));
  if (words.size() > 1 && words.front() == "the") words.erase(words.begin());
  for (auto& word : words) {
    if (word == "theatre") word = "theater";
    if (word == "theatres") word = "theaters";
    if (word == "centre") word = "center";
  }
  return words;
}

std::vector<std::string> telling_words(std::string_view folded) {
  auto words = words_of(folded);
  std::erase_if(words, [](const std::string& word) {
    return std::ranges::find(common_words, std::string_view(word)) != common_words.end();
  });
  return words;
}

/// Letters to add, drop or change to make one of the other; no more than `most` are counted.
std::size_t difference(std::string_view one, std::string_view other, std::size_t most) {
  const auto longer = std::max(one.size(), other.size());
  if (longer - std::min(one.size(), other.size()) > most) return most + 1;
  std::vector<std::size_t> row(other.size() + 1);
  for (std::size_t j = 0; j < row.size(); ++j)
    row[j] = j;
  for (std::size_t i = 1; i <= one.size(); ++i) {
    auto diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j < row.size(); ++j) {
      const auto changed = diagonal + (one[i - 1] == other[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, changed});
    }
  }
  return row.back();
}

/// "meramec" and "merramec", "gym" of "gymnasium".
bool alike(const std::string& one, const std::string& other) {
  constexpr std::size_t shortest = 4;
  if (one == other) return true;
  if (one.size() < shortest || other.size() < shortest) return false;
  if (one.starts_with(other) || other.starts_with(one)) return true;
  const std::size_t most = std::min(one.size(), other.size()) < 7 ? 1 : 2;
  return difference(one, other, most) <= most;
}

bool share_a_word(std::span<const std::string> one, std::span<const std::string> other) {
  return std::ranges::any_of(one, [&](const std::string& word) {
    return std::ranges::any_of(other, [&](const std::string& with) { return alike(word, with); });
  });
}

/// "rfk" of "robert f kennedy"; "usair" of "us air".
bool is_short_for(std::string_view word, std::span<const std::string> words) {
  std::string initials;
  std::string run;
  for (const auto& each : words) {
    initials += each.front();
    run += each;
  }
  return word.size() > 1 && (word == run || (words.size() > 2 && initials.starts_with(word)));
}

bool is_shortened(std::string_view one, std::string_view other) {
  const auto all = words_of(other);
  return std::ranges::any_of(telling_words(one), [&](const std::string& word) {
    for (std::size_t from = 0; from < all.size(); ++from) {
      for (std::size_t to = from + 2; to <= all.size(); ++to) {
        if (is_short_for(word, std::span(all).subspan(from, to - from))) return true;
      }
    }
    return false;
  });
}

bool holds(std::string_view folded, std::string_view words) {
  const auto text = ' ' + std::string(folded) + ' ';
  return text.find(' ' + std::string(words) + ' ') != text.npos;
}

bool known_as_one(std::string_view one, std::string_view other) {
  return std::ranges::any_of(renamed, [&](const Renamed& hall) {
    return (holds(one, hall.one) && holds(other, hall.other)) ||
           (holds(one, hall.other) && holds(other, hall.one));
  });
}

}  // namespace

std::string fold_venue(std::string_view name) {
  auto folded = joined(words_of_venue(name));
  if (std::ranges::find(no_places, std::string_view(folded)) != no_places.end()) folded.clear();
  return folded;
}

bool names_a_venue(std::string_view name) { return !telling_words(fold_venue(name)).empty(); }

std::string venue_without_brackets(std::string_view name) {
  const auto kept = without_brackets(name);
  return std::string(trimmed(kept));
}

bool may_be_one_venue(std::string_view one, std::string_view other) {
  const auto a = fold_venue(one);
  const auto b = fold_venue(other);
  if (a.empty() || b.empty() || a == b) return true;
  const auto telling_a = telling_words(a);
  const auto telling_b = telling_words(b);
  if (telling_a.empty() || telling_b.empty()) return true;
  return share_a_word(telling_a, telling_b) || is_shortened(a, b) || is_shortened(b, a) ||
         known_as_one(a, b);
}

std::string fold_city(std::string_view location) {
  auto city = joined(words_of(location.substr(0, location.find(','))));
  if (std::ranges::find(no_places, std::string_view(city)) != no_places.end()) city.clear();
  return city;
}

}  // namespace tapedeck::music
