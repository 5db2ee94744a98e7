#include "aggregation/core/recording.hpp"

#include "music/artist_name.hpp"

#include <utility>

namespace tapedeck::aggregation {

std::optional<Recording> read_recording(messages::FoundItem found,
                                        std::optional<std::uint32_t> tracks) {
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
