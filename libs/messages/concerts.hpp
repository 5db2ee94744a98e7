#pragma once

#include "base/instant.hpp"
#include "base/item_identifier.hpp"
#include "base/uuid.hpp"
#include "json/fields.hpp"
#include "messages/catalogue.hpp"
#include "messages/music_words.hpp"

#include <boost/describe.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tapedeck::messages {

/// What is known of a recording that speaks for or against it.
enum class ScoreFact : std::uint8_t {
  source,        ///< The kind of source.
  known_source,  ///< A taper or transferer whose work is known to be good.
  rating,        ///< The listeners' stars, weighed with how many gave them.
  completeness,  ///< Whether it is the whole concert.
  format,        ///< What its files are.
  downloads,     ///< How often it was fetched.
  availability,  ///< Whether it may be kept, or only played.
};
BOOST_DESCRIBE_ENUM(ScoreFact, source, known_source, rating, completeness, format, downloads,
                    availability)

/// One step of a score.
struct ScorePart {
  ScoreFact what = ScoreFact::source;
  double points = 0;
  std::string why;
};
BOOST_DESCRIBE_STRUCT(ScorePart, (), (what, points, why))

constexpr auto json_fields(std::type_identity<ScorePart>) {
  return json::fields(
      "One step of a score: what was looked at, what it added or took, and why.",
      json::field(&ScorePart::why).about("For a person: \"a soundboard\", \"one set only\"."));
}

/// How good a recording is for one purpose: the sum of its parts, which are all there is to it.
struct RecordingScore {
  double points = 0;
  std::vector<ScorePart> parts;
};
BOOST_DESCRIBE_STRUCT(RecordingScore, (), (points, parts))

constexpr auto json_fields(std::type_identity<RecordingScore>) {
  return json::fields(
      "The sum of its parts; only the order of points within one concert means "
      "anything.");
}

/// One recording of a concert.
struct ConcertRecording {
  ItemIdentifier identifier;
  std::string title;
  music::SourceKind source_kind = music::SourceKind::unknown;
  std::string source;
  std::string lineage;
  std::string taper;
  std::string transferer;
  std::optional<std::uint32_t> tracks;  ///< Nothing until somebody has looked into the item.
  std::optional<std::uint64_t> bytes;
  std::vector<std::string> formats;
  bool stream_only = false;
  music::Extent extent = music::Extent::whole;
  music::DayPart day_part = music::DayPart::unsaid;
  std::string doubt;  ///< Why it may not belong here; empty when nothing speaks against it.
  std::optional<double> rating;
  std::optional<std::uint32_t> review_count;
  std::optional<std::uint64_t> downloads;
  std::string published;
  RecordingScore to_play;
  std::optional<RecordingScore> to_download;  ///< Nothing when it may not be kept.
  std::string not_for_download;               ///< Why; empty when it may.
  bool gone_dark = false;                     ///< The Archive has withdrawn it.
};
BOOST_DESCRIBE_STRUCT(ConcertRecording, (),
                      (identifier, title, source_kind, source, lineage, taper, transferer, tracks,
                       bytes, formats, stream_only, extent, day_part, doubt, rating, review_count,
                       downloads, published, to_play, to_download, not_for_download, gone_dark))

constexpr auto json_fields(std::type_identity<ConcertRecording>) {
  return json::fields(
      "One recording of a concert; empty texts are what the Archive does not say.",
      json::field(&ConcertRecording::tracks)
          .about("How many songs it has; null until its files have been looked at."),
      json::field(&ConcertRecording::bytes).about("All its files together."),
      json::field(&ConcertRecording::stream_only)
          .about("Its lossless files are withheld by the artist's wish: it plays on line only."),
      json::field(&ConcertRecording::doubt)
          .about("Why it may not belong to this concert; empty when nothing speaks against it."),
      json::field(&ConcertRecording::rating).about("0 to 5 stars; null without reviews."),
      json::field(&ConcertRecording::published).about("When it came to the Archive."),
      json::field(&ConcertRecording::to_download).about("Null when it may not be kept."),
      json::field(&ConcertRecording::not_for_download)
          .about("Why it may not be kept; empty when it may."),
      json::field(&ConcertRecording::gone_dark)
          .about("The Archive has withdrawn it: searches still find it, but it is not there."));
}

/// The recording to take for one purpose.
struct BestRecording {
  std::optional<ItemIdentifier> identifier;  ///< Nothing when none will do.
  std::string why;                           ///< A sentence, in both cases.
};
BOOST_DESCRIBE_STRUCT(BestRecording, (), (identifier, why))

constexpr auto json_fields(std::type_identity<BestRecording>) {
  return json::fields("The recording to take for one purpose, and why.",
                      json::field(&BestRecording::identifier).about("Null when none will do."),
                      json::field(&BestRecording::why).about("One sentence."));
}

/// A concert in a list.
struct ConcertSummary {
  ConcertId id;
  std::string artist;
  music::ConcertDate date;
  music::DayPart day_part = music::DayPart::unsaid;  ///< Never `both`.
  std::string venue;                                 ///< As most of its recordings spell it.
  std::string location;
  std::uint32_t recordings_count = 0;
  std::vector<music::SourceKind> source_kinds;  ///< Each once, in the order of the enum.
  std::uint32_t stream_only_count = 0;
  BestRecording best_to_play;
  BestRecording best_to_download;
};
BOOST_DESCRIBE_STRUCT(ConcertSummary, (),
                      (id, artist, date, day_part, venue, location, recordings_count, source_kinds,
                       stream_only_count, best_to_play, best_to_download))

constexpr auto json_fields(std::type_identity<ConcertSummary>) {
  return json::fields(
      "A concert: what was played by one artist on one day at one place, early and late show "
      "apart.",
      json::field(&ConcertSummary::id).about("The same for the same concert, for ever."),
      json::field(&ConcertSummary::day_part)
          .about("early or late where there were two on that day, else unsaid."),
      json::field(&ConcertSummary::location).about("Where the venue is."));
}

/// How much of what was asked for has been looked at.
struct WalkNote {
  std::uint64_t recordings_found = 0;  ///< As browse counts them.
  std::uint64_t recordings_read = 0;
  bool cut = false;
  std::string why;  ///< Why it was cut; empty when it was not.
};
BOOST_DESCRIBE_STRUCT(WalkNote, (), (recordings_found, recordings_read, cut, why))

constexpr auto json_fields(std::type_identity<WalkNote>) {
  return json::fields(
      "How many of the recordings that were found have been grouped.",
      json::field(&WalkNote::cut).about("Not all of them: ask for less, such as one year."),
      json::field(&WalkNote::why).about("Why it was cut; empty when it was not."));
}

/// What GET /concerts, /concerts/recent and /concerts/search answer.
struct ConcertPage {
  std::uint64_t total = 0;
  std::uint32_t page = 1;
  std::uint32_t per_page = 50;
  std::uint32_t total_pages = 0;
  std::vector<ConcertSummary> results;
  WalkNote walk;
  CacheNote cache;
};
BOOST_DESCRIBE_STRUCT(ConcertPage, (), (total, page, per_page, total_pages, results, walk, cache))

constexpr auto json_fields(std::type_identity<ConcertPage>) {
  return json::fields("One page of concerts, grouped from all the recordings that were found.",
                      json::field(&ConcertPage::total).about("Concerts on all pages together."));
}

/// What GET /concerts/{concert_id} answers.
struct ConcertDetails {
  ConcertId id;
  std::string artist;
  music::ConcertDate date;
  music::DayPart day_part = music::DayPart::unsaid;
  std::string venue;
  std::string location;
  std::uint32_t recordings_count = 0;
  BestRecording best_to_play;
  BestRecording best_to_download;
  std::vector<ConcertRecording> recordings;  ///< The best to play first.
  std::vector<ConcertId> same_day;           ///< The artist's other concerts of that day.
  CacheNote cache;
};
BOOST_DESCRIBE_STRUCT(ConcertDetails, (),
                      (id, artist, date, day_part, venue, location, recordings_count, best_to_play,
                       best_to_download, recordings, same_day, cache))

constexpr auto json_fields(std::type_identity<ConcertDetails>) {
  return json::fields(
      "A concert and every recording of it.",
      json::field(&ConcertDetails::recordings).about("The best to play first."),
      json::field(&ConcertDetails::same_day).about("The artist's other concerts of that day."));
}

}  // namespace tapedeck::messages
