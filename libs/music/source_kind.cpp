#include "music/source_kind.hpp"

#include "music/words.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace tapedeck::music {
namespace {

using Words = std::span<const std::string>;

/// A word, or the beginning of one, and the kind it speaks for.
struct Clue {
  std::string_view word;
  SourceKind kind;
};

// clang-format off
constexpr auto clues = std::to_array<Clue>({
    {"matrix",      SourceKind::matrix},
    {"mtx",         SourceKind::matrix},
    {"ultramatrix", SourceKind::matrix},
    {"fm",          SourceKind::broadcast},
    {"prefm",       SourceKind::broadcast},
    {"fmsbd",       SourceKind::broadcast},
    {"webcast",     SourceKind::broadcast},
    {"broadcast",   SourceKind::broadcast},
    {"simulcast",   SourceKind::broadcast},
    {"sbd",         SourceKind::soundboard},
    {"dsbd",        SourceKind::soundboard},
    {"soundboard",  SourceKind::soundboard},
    {"aud",         SourceKind::audience},
    {"audience",    SourceKind::audience},
    {"fob",         SourceKind::audience},
    {"dfc",         SourceKind::audience},
    {"mic",         SourceKind::audience},
    {"mics",        SourceKind::audience},
    {"microphone",  SourceKind::audience},
    {"microphones", SourceKind::audience},
});

/// Makers and models of microphones, as the beginnings of words: "nak300", "schoepsmk41v".
constexpr auto microphones = std::to_array<std::string_view>({
    "schoeps", "neumann", "akg", "nakamichi", "nak1", "nak3", "nak5", "nak7", "naks", "nakcm",
    "sennheiser", "senn", "beyer", "mbho", "gefell", "earthworks", "peluso", "busman", "oktava",
    "dpa4", "km14", "km18", "km84", "mk4", "mk41", "ccm4", "cmc5", "cmc6", "ecm9", "ecm2", "c480",
    "at835", "at853", "at822", "at825", "at943", "mk21", "bk40", "tlm", "milab", "aki",
});
// clang-format on

bool is_one_of(std::string_view word, std::span<const std::string_view> list) {
  return std::ranges::find(list, word) != list.end();
}

/// "behind the soundboard", "15 feet in front of soundboard": a place, not a feed.
bool is_a_place(Words words, std::size_t at) {
  constexpr auto prepositions =
      std::to_array<std::string_view>({"behind", "front", "near", "beside", "above", "at", "by",
                                       "on", "left", "right", "location"});
  while (at > 0 && (words[at - 1] == "the" || words[at - 1] == "of"))
    --at;
  return at > 0 && is_one_of(words[at - 1], prepositions);
}

/// "patched with audience", "SBD patch": what mends a few holes.
bool is_a_patch(Words words, std::size_t at) {
  constexpr auto patches = std::to_array<std::string_view>({"patch", "patches", "patched"});
  if (at + 1 < words.size() && (words[at + 1] == "patch" || words[at + 1] == "patches"))
    return true;
  const auto from = at < 2 ? 0 : at - 2;
  return std::ranges::any_of(words.subspan(from, at - from),
                             [&](const std::string& word) { return is_one_of(word, patches); });
}

SourceKind kind_of(Words words, std::size_t at) {
  const auto& word = words[at];
  const auto* const clue = std::ranges::find(clues, std::string_view(word), &Clue::word);
  if (clue != clues.end()) {
    if (is_a_patch(words, at)) return SourceKind::unknown;
    const bool desk = clue->kind == SourceKind::soundboard;
    return desk && is_a_place(words, at) ? SourceKind::unknown : clue->kind;
  }
  const auto begins = [&](std::string_view maker) { return word.starts_with(maker); };
  return std::ranges::any_of(microphones, begins) ? SourceKind::audience : SourceKind::unknown;
}

/// The kind that the words of one field speak for, and the word that does.
SourceReading read_words(const std::vector<std::string>& words) {
  // The strongest clue of a field wins: what names two kinds is the mixture of them.
  constexpr auto weakest_first =
      std::to_array({SourceKind::unknown, SourceKind::audience, SourceKind::soundboard,
                     SourceKind::broadcast, SourceKind::matrix});
  const auto strength = [&](SourceKind kind) { return std::ranges::find(weakest_first, kind); };
  SourceReading found;
  for (std::size_t at = 0; at < words.size(); ++at) {
    const auto kind = kind_of(words, at);
    if (strength(kind) > strength(found.kind)) found = {.kind = kind, .word = words[at]};
  }
  return found;
}

}  // namespace

SourceReading classify_source(const SourceWords& words, const ItemIdentifier& item) {
  const auto fields = std::to_array<std::pair<SourceField, std::vector<std::string>>>({
      {SourceField::source, words_of(words.source)},
      {SourceField::identifier, words_of(item)},
      {SourceField::lineage, words_of(words.lineage)},
      {SourceField::title, words_of(words.title)},
  });
  for (const auto& [field, said] : fields) {
    auto reading = read_words(said);
    if (reading.kind == SourceKind::unknown) continue;
    reading.field = field;
    return reading;
  }
  return {};
}

}  // namespace tapedeck::music
