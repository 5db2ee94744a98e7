#include "aggregation/core/recording.hpp"

#include "music/artist_name.hpp"
#include "music/words.hpp"

#include <limits>
#include <utility>

namespace tapedeck::aggregation {
namespace {

/// Nobody reads more of a title, a venue or a source in a list; uploaders may write megabytes, and
/// every word of them is looked at and kept.
constexpr std::size_t most_text_bytes = 4'096;

/// No artist has a longer name; browse takes no longer one, and PostgreSQL's indexes hold 2.7 KB.
constexpr std::size_t most_artist_bytes = 300;

/// "2004-05-31T17:08:10Z" and the like; the column takes no more.
constexpr std::size_t most_time_bytes = 32;

/// More is a slip, and no number of a table.
constexpr std::uint64_t most_item_bytes = std::numeric_limits<std::int64_t>::max();

void cut_to_size(std::string& text) {
  text.resize(music::beginning_of(text, most_text_bytes).size());
}

}  // namespace

std::optional<Recording> read_recording(messages::FoundItem found,
                                        std::optional<std::uint32_t> tracks) {
  for (auto* const text : {&found.title, &found.venue, &found.source})
    cut_to_size(*text);
  if (found.bytes.value_or(0) > most_item_bytes) found.bytes.reset();
  if (found.added.size() > most_time_bytes) found.added.clear();
  auto artist = music::artist_of(found.creators, found.title, found.collections);
  artist.resize(music::beginning_of(artist, most_artist_bytes).size());
  auto artist_key = music::fold_artist(artist);
  const auto date = music::date_of(found.date, found.identifier);
  if (artist_key.empty() || !date) return std::nullopt;
  const auto day_part =
      music::day_part_of(found.identifier, found.title, found.venue, found.source);
  const auto kind =
      music::classify_source({found.source, found.lineage, found.title}, found.identifier).kind;
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
