#include "aggregation/core/recording.hpp"

#include "music/artist_name.hpp"
#include "music/words.hpp"

#include <utility>

namespace tapedeck::aggregation {
namespace {

/// Nobody reads more of a title, a venue or a source in a list; uploaders may write megabytes, and
/// every word of them is looked at and kept.
constexpr std::size_t most_text_bytes = 4'096;

void cut_to_size(std::string& text) {
  text.resize(music::beginning_of(text, most_text_bytes).size());
}

}  // namespace

std::optional<Recording> read_recording(messages::FoundItem found,
                                        std::optional<std::uint32_t> tracks) {
  for (auto* const text : {&found.title, &found.venue, &found.source})
    cut_to_size(*text);
  auto artist = music::artist_of(found.creators, found.title, found.collections);
  auto artist_key = music::fold_artist(artist);
  const auto date = music::date_of(found.date, found.identifier);
  if (artist_key.empty() || !date) return std::nullopt;
  const auto day_part =
      music::day_part_of(found.identifier, found.title, found.venue, found.source);
  const auto kind =
      music::classify_source({found.source, found.lineage, found.title}, found.identifier);
  const auto extent = music::extent_of(found.identifier, found.venue);
  return Recording{std::move(found),
                   tracks,
                   std::move(artist),
                   std::move(artist_key),
                   *date,
                   day_part,
                   kind,
                   extent};
}

}  // namespace tapedeck::aggregation
