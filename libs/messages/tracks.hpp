#pragma once

#include "json/fields.hpp"
#include "messages/music_words.hpp"

#include <boost/describe.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tapedeck::messages {

/// One track in one format.
struct TrackRendition {
  std::string name{};  ///< Of the file in the item.
  std::string format{};
  bool lossless = false;
  std::optional<std::uint64_t> bytes{};
  std::optional<std::string> sha1{};
  std::optional<std::string> md5{};
  std::optional<std::chrono::milliseconds> length_ms{};
  std::optional<double> kilobits{};  ///< A second, of lossy sound.
  bool is_private = false;           ///< The Archive hands it to nobody.
};
BOOST_DESCRIBE_STRUCT(TrackRendition, (),
                      (name, format, lossless, bytes, sha1, md5, length_ms, kilobits, is_private))

constexpr auto json_fields(std::type_identity<TrackRendition>) {
  return json::fields(
      "One track in one format.", json::field(&TrackRendition::name).about("Of the file."),
      json::field(&TrackRendition::kilobits).about("A second, of lossy sound."),
      json::field(&TrackRendition::is_private).about("The Archive hands it to nobody."));
}

/// One song of a recording as it was played.
struct ItemTrack {
  std::uint32_t position = 1;  ///< From 1, over the whole recording.
  std::string title{};
  bool segues = false;
  std::optional<std::uint32_t> disc{};  ///< As the names of the files count.
  std::optional<std::chrono::milliseconds> length_ms{};
  std::vector<TrackRendition> renditions{};
};
BOOST_DESCRIBE_STRUCT(ItemTrack, (), (position, title, segues, disc, length_ms, renditions))

constexpr auto json_fields(std::type_identity<ItemTrack>) {
  return json::fields(
      "One song of a recording as it was played.",
      json::field(&ItemTrack::position).about("From 1, over the whole recording."),
      json::field(&ItemTrack::segues).about("Runs on into the next track."),
      json::field(&ItemTrack::disc).about("As the names of the files count; null where not."),
      json::field(&ItemTrack::renditions)
          .about("What was uploaded first, then what the Archive made of it."));
}

/// A run of tracks between breaks.
struct ItemSet {
  music::SetKind kind = music::SetKind::set;
  std::uint32_t number = 1;  ///< From 1 within its kind.
  std::uint32_t first = 1;   ///< The position of its first track.
  std::uint32_t last = 1;    ///< And of its last.
};
BOOST_DESCRIBE_STRUCT(ItemSet, (), (kind, number, first, last))

constexpr auto json_fields(std::type_identity<ItemSet>) {
  return json::fields("A run of tracks between breaks.",
                      json::field(&ItemSet::number).about("From 1 within its kind."),
                      json::field(&ItemSet::first).about("The position of its first track."),
                      json::field(&ItemSet::last).about("The position of its last track."));
}

}  // namespace tapedeck::messages
