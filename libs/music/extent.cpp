#include "music/extent.hpp"

#include "music/words.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <string>

namespace tapedeck::music {
namespace {

constexpr auto no_concert_words = std::to_array<std::string_view>({
    "sndchk",
    "sndck",
    "soundcheck",
    "soundchecks",
    "rehearsal",
    "rehearsals",
    "interview",
    "interviews",
    "studio",
    "studios",
    "outtake",
    "outtakes",
    "sessions",
    "compilation",
});

bool is_one_set(const std::string& word) {
  return word == "set1" || word == "set2" || word == "set3" || word == "s1" || word == "s2" ||
         word == "s3";
}

}  // namespace

Extent extent_of(const ItemIdentifier& item, std::string_view venue) {
  auto words = words_of(item);
  std::ranges::move(words_of(venue), std::back_inserter(words));
  bool part = false;
  std::size_t sets = 0;
  for (const auto& word : words) {
    if (std::ranges::find(no_concert_words, std::string_view(word)) != no_concert_words.end())
      return Extent::no_concert;
    part = part || word == "partial" || word == "incomplete" || word == "fragment";
    sets += is_one_set(word) ? 1U : 0U;
  }
  return part || sets == 1 ? Extent::part : Extent::whole;
}

}  // namespace tapedeck::music
