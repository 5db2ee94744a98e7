#include "browse/core/describe_tracks.hpp"

#include "archive/sound_format.hpp"
#include "archive/track_sets.hpp"

#include <chrono>
#include <utility>

namespace tapedeck::browse {
namespace {

messages::TrackRendition rendition_of(const archive::File& file) {
  return {.name = std::string(file.name.text()),
          .format = file.format,
          .lossless = archive::sound_kind(file.format) == archive::SoundKind::lossless,
          .bytes = file.bytes,
          .sha1 = file.sha1 ? std::optional(file.sha1->text()) : std::nullopt,
          .md5 = file.md5 ? std::optional(file.md5->text()) : std::nullopt,
          .length_ms = file.length,
          .kilobits = file.kilobits,
          .is_private = file.is_private};
}

messages::ItemTrack track_of(archive::Track track, const archive::Item& item,
                             std::uint32_t position) {
  messages::ItemTrack said{.position = position,
                           .title = std::move(track.title),
                           .segues = track.segues,
                           .disc = track.place.disc,
                           .length_ms = track.length,
                           .renditions = {}};
  for (const auto at : track.renditions)
    said.renditions.push_back(rendition_of(item.files[at]));
  return said;
}

messages::ItemSet set_of(const archive::TrackSet& set) {
  return {.kind = set.name.kind,
          .number = set.name.number,
          .first = static_cast<std::uint32_t>(set.first + 1),
          .last = static_cast<std::uint32_t>(set.first + set.count)};
}

}  // namespace

void describe_tracks(archive::Item& item, messages::ItemDetails& said) {
  auto tracks = archive::tracks_of(item);
  for (const auto& set : archive::sets_of(tracks, said.description))
    said.sets.push_back(set_of(set));
  std::chrono::milliseconds whole{0};
  std::uint32_t position = 0;
  for (auto& track : tracks) {
    if (track.length) whole += *track.length;
    said.tracks.push_back(track_of(std::move(track), item, ++position));
  }
  if (whole.count() > 0) said.length_ms = whole;
}

}  // namespace tapedeck::browse
