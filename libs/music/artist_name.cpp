#include "music/artist_name.hpp"

#include "music/words.hpp"

#include <algorithm>
#include <array>

namespace tapedeck::music {
namespace {

std::vector<std::string_view> creators_in(std::span<const std::string> fields) {
  std::vector<std::string_view> creators;
  for (std::string_view field : fields) {
    while (!field.empty()) {
      const auto end = std::min(field.find(';'), field.size());
      const auto name = trimmed(field.substr(0, end));
      if (!name.empty()) creators.push_back(name);
      field.remove_prefix(std::min(end + 1, field.size()));
    }
  }
  return creators;
}

/// "Artist" of "Artist Live at Venue on Date", as nearly every recording is titled.
std::string_view artist_in_title(std::string_view title) {
  constexpr std::string_view after_artist = " Live at ";
  const auto end = title.find(after_artist);
  if (end == title.npos) return {};
  return trimmed(title.substr(0, end));
}

bool holds_tapers(std::span<const std::string> collections) {
  constexpr auto of_tapers = std::to_array<std::string_view>({"taperssection", "aadamjacobs"});
  return std::ranges::find_first_of(collections, of_tapers) != collections.end();
}

}  // namespace

std::string fold_artist(std::string_view name) {
  std::string spelled;
  for (const char c : name) {
    if (c == '&' || c == '+') {
      spelled += " and ";
    } else {
      spelled += c;
    }
  }
  auto words = words_of(spelled);
  const bool more_than_the = words.size() > 1 && words[1] != "the";
  if (more_than_the && words.front() == "the") words.erase(words.begin());
  auto folded = joined(words);
  if (folded.empty()) folded = trimmed(name);
  return folded;
}

std::string artist_of(std::span<const std::string> creators, std::string_view title,
                      std::span<const std::string> collections) {
  const auto named = creators_in(creators);
  const auto titled = fold_artist(title);
  for (const auto creator : named) {
    const auto folded = fold_artist(creator);
    if (titled == folded || titled.starts_with(folded + ' ')) return std::string(creator);
  }
  const auto in_title = artist_in_title(title);
  if (!in_title.empty() && (named.empty() || holds_tapers(collections)))
    return std::string(in_title);
  return named.empty() ? std::string() : std::string(named.front());
}

}  // namespace tapedeck::music
