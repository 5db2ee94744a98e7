#include "aggregation/core/score.hpp"

#include "music/words.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <optional>
#include <string>
#include <utility>

namespace tapedeck::aggregation {
namespace {

using messages::ConcertRecording;
using messages::RecordingScore;
using messages::ScoreFact;
using messages::ScorePart;
using music::Extent;
using music::SourceKind;

// The weights. Their order is that of listeners' programs: the kind of source first (The Deadly
// app: soundboard 1.0, matrix 0.9, broadcast 0.8, audience 0.7), then the transferer (Relisten),
// then ratings, which describe the night more than the tape.

struct SourceWeight {
  SourceKind kind;
  double points;
  std::string_view why;
};
constexpr auto source_weights = std::to_array<SourceWeight>({
    {SourceKind::soundboard, 30, "soundboard"},
    {SourceKind::matrix, 27, "matrix of soundboard and audience"},
    {SourceKind::broadcast, 24, "broadcast"},
    {SourceKind::audience, 20, "audience recording"},
    {SourceKind::unknown, 12, "source not said"},
});

/// People whose work listeners look for. `whole` is how notes name them; `in_identifier` the dotted
/// part of an identifier that does.
struct KnownSource {
  std::string_view whole;
  std::string_view in_identifier;
  std::string_view why;
};
constexpr double known_source_points = 8;
constexpr auto known_sources = std::to_array<KnownSource>({
    {"charlie miller", "miller", "transferred by Charlie Miller"},
    {"peter costello", "costello", "transferred by Peter Costello"},
    {"betty cantor", "cantor", "recorded by Betty Cantor-Jackson"},
});

constexpr double usual_stars = 4.0;     // the mean of what listeners give, so unrated is neutral
constexpr double doubting_reviews = 3;  // one review of five stars is worth a quarter of that
constexpr double points_a_star = 10;
constexpr double worst_rating = -15;

constexpr double part_points = -25;
constexpr double no_concert_points = -40;
constexpr double few_tracks_points = -20;
constexpr double few_tracks_share = 0.6;  // of the median of the concert's recordings

constexpr double most_download_points = 5;
constexpr double downloads_for_most = 100'000;

ScorePart part_of(ScoreFact what, double points, std::string why) {
  // Tenths are all that a reader can use.
  return {what, std::round(points * 10) / 10, std::move(why)};
}

ScorePart source_part(SourceKind kind) {
  const auto* const weight = std::ranges::find(source_weights, kind, &SourceWeight::kind);
  return part_of(ScoreFact::source, weight->points, std::string(weight->why));
}

std::optional<ScorePart> known_source_part(const Recording& recording) {
  const auto& found = recording.found;
  const auto notes = ' ' + music::joined(music::words_of(found.taper + ' ' + found.transferer +
                                                         ' ' + found.source + ' ' + found.lineage));
  const auto parts = music::words_of(found.identifier);
  for (const auto& known : known_sources) {
    if (notes.find(' ' + std::string(known.whole)) != notes.npos ||
        std::ranges::find(parts, known.in_identifier) != parts.end()) {
      return part_of(ScoreFact::known_source, known_source_points, std::string(known.why));
    }
  }
  return std::nullopt;
}

std::string stars_text(double stars) {
  std::array<char, 16> text{};
  const auto length = std::snprintf(text.data(), text.size(), "%.1f", stars);
  return {text.data(), static_cast<std::size_t>(std::max(length, 0))};
}

ScorePart rating_part(const messages::FoundItem& found) {
  const auto reviews = found.review_count.value_or(found.rating ? 1 : 0);
  if (!found.rating || reviews == 0) return part_of(ScoreFact::rating, 0, "not rated yet");
  const double stars = std::clamp(*found.rating, 0.0, 5.0);
  const double weighed =
      (stars * reviews + usual_stars * doubting_reviews) / (reviews + doubting_reviews);
  const auto count = std::to_string(reviews) + (reviews == 1 ? " review" : " reviews");
  return part_of(ScoreFact::rating, std::max(worst_rating, (weighed - usual_stars) * points_a_star),
                 stars_text(stars) + " stars from " + count);
}

/// What recordings are compared with: the middle one of the known numbers of tracks.
std::optional<double> usual_tracks(const Concert& concert) {
  std::vector<std::uint32_t> known;
  for (const auto& tape : concert.recordings) {
    if (tape.recording.tracks && tape.recording.extent == Extent::whole)
      known.push_back(*tape.recording.tracks);
  }
  if (known.size() < 2) return std::nullopt;
  const auto middle = known.begin() + static_cast<std::ptrdiff_t>(known.size() / 2);
  std::ranges::nth_element(known, middle);
  return *middle;
}

ScorePart completeness_part(const Recording& recording, std::optional<double> usual) {
  constexpr auto fact = ScoreFact::completeness;
  if (recording.extent == Extent::part)
    return part_of(fact, part_points, "only a part of the concert");
  if (recording.extent == Extent::no_concert)
    return part_of(fact, no_concert_points, "no concert: rehearsal, sound check or studio");
  if (!recording.tracks)
    return part_of(fact, 0, "said to be whole; its files were not counted yet");
  const auto tracks = std::to_string(*recording.tracks) + " tracks";
  if (usual && *recording.tracks < *usual * few_tracks_share)
    return part_of(fact, few_tracks_points, tracks + ", far fewer than the others");
  return part_of(fact, 0, tracks);
}

bool has_format(const messages::FoundItem& found, std::string_view format) {
  return std::ranges::find(found.formats, format) != found.formats.end();
}

ScorePart format_to_play(const messages::FoundItem& found) {
  constexpr auto fact = ScoreFact::format;
  const bool compressed = std::ranges::any_of(
      found.formats, [](const std::string& f) { return f.ends_with("MP3") || f == "Ogg Vorbis"; });
  if (found.formats.empty()) return part_of(fact, 0, "formats not said");
  if (has_format(found, "Flac") || has_format(found, "24bit Flac") || compressed)
    return part_of(fact, 2, "plays everywhere");
  return part_of(fact, 0, "has to be converted to be played");
}

ScorePart format_to_download(const messages::FoundItem& found) {
  constexpr auto fact = ScoreFact::format;
  if (has_format(found, "24bit Flac")) return part_of(fact, 7, "24-bit FLAC");
  if (has_format(found, "Flac")) return part_of(fact, 6, "FLAC");
  if (has_format(found, "Shorten")) return part_of(fact, 4, "lossless, in the old format Shorten");
  if (found.formats.empty()) return part_of(fact, 0, "formats not said");
  return part_of(fact, -10, "no lossless files");
}

ScorePart downloads_part(const messages::FoundItem& found) {
  const double downloads = static_cast<double>(found.downloads.value_or(0));
  const double points =
      most_download_points * std::log1p(downloads) / std::log1p(downloads_for_most);
  return part_of(ScoreFact::downloads, std::min(points, most_download_points),
                 found.downloads ? "fetched " + std::to_string(*found.downloads) + " times"
                                 : "no count of fetches");
}

RecordingScore sum(std::vector<ScorePart> parts) {
  RecordingScore score{0, std::move(parts)};
  for (const auto& part : score.parts)
    score.points += part.points;
  score.points = std::round(score.points * 10) / 10;
  return score;
}

ConcertRecording judged(const Placed& tape, std::optional<double> usual) {
  const auto& recording = tape.recording;
  const auto& found = recording.found;
  std::vector<ScorePart> shared{source_part(recording.kind)};
  if (auto known = known_source_part(recording)) shared.push_back(std::move(*known));
  shared.push_back(rating_part(found));
  shared.push_back(completeness_part(recording, usual));
  shared.push_back(downloads_part(found));

  auto to_play = shared;
  to_play.push_back(format_to_play(found));
  std::optional<RecordingScore> to_download;
  std::string refusal;
  if (found.stream_only) {
    to_play.push_back(part_of(ScoreFact::availability, 0, "plays on line only"));
    refusal = "The artist allows this recording to be streamed, not to be kept.";
  } else {
    shared.push_back(format_to_download(found));
    to_download = sum(std::move(shared));
  }
  return {found.identifier,
          found.title,
          recording.kind,
          found.source,
          found.lineage,
          found.taper,
          found.transferer,
          recording.tracks,
          found.bytes,
          found.formats,
          found.stream_only,
          recording.extent,
          recording.day_part,
          tape.doubt,
          found.rating,
          found.review_count,
          found.downloads,
          found.published,
          sum(std::move(to_play)),
          std::move(to_download),
          std::move(refusal)};
}

/// "The soundboard, transferred by Charlie Miller, 4.8 stars from 35 reviews": what speaks most for
/// it, in words.
std::string reasons(const RecordingScore& score) {
  auto parts = score.parts;
  std::erase_if(parts, [](const ScorePart& part) { return part.points <= 0; });
  std::ranges::stable_sort(parts, std::ranges::greater{}, &ScorePart::points);
  constexpr std::size_t most = 3;
  std::string text;
  for (std::size_t i = 0; i < parts.size() && i < most; ++i)
    text += (i == 0 ? "" : ", ") + parts[i].why;
  return text.empty() ? "nothing speaks for it" : text;
}

const ConcertRecording* first_to_keep(std::span<const ConcertRecording> judged) {
  const ConcertRecording* best = nullptr;
  for (const auto& recording : judged) {
    if (!recording.to_download) continue;
    if (best == nullptr || recording.to_download->points > best->to_download->points)
      best = &recording;
  }
  return best;
}

}  // namespace

std::vector<ConcertRecording> judge(const Concert& concert) {
  const auto usual = usual_tracks(concert);
  std::vector<ConcertRecording> all;
  all.reserve(concert.recordings.size());
  for (const auto& tape : concert.recordings)
    all.push_back(judged(tape, usual));
  // Recordings are ordered by identifier, and stay so where their points are equal.
  std::ranges::stable_sort(all, [](const ConcertRecording& one, const ConcertRecording& other) {
    if (one.doubt.empty() != other.doubt.empty() && one.to_play.points == other.to_play.points)
      return one.doubt.empty();
    return one.to_play.points > other.to_play.points;
  });
  return all;
}

messages::BestRecording best_to_play(std::span<const ConcertRecording> judged) {
  if (judged.empty()) return {std::nullopt, "There is no recording."};
  const auto& best = judged.front();
  const auto* const others = judged.size() == 1 ? "The only recording: " : "";
  return {best.identifier, others + reasons(best.to_play) + "."};
}

messages::BestRecording best_to_download(std::span<const ConcertRecording> judged) {
  if (judged.empty()) return {std::nullopt, "There is no recording."};
  const auto* const best = first_to_keep(judged);
  if (best == nullptr)
    return {std::nullopt,
            "Every recording of this concert may only be streamed, by the artist's wish."};
  auto why = reasons(*best->to_download) + ".";
  if (judged.front().stream_only)
    why += " The best to play may only be streamed, by the artist's wish.";
  return {best->identifier, std::move(why)};
}

messages::ConcertSummary summary_of(const Concert& concert,
                                    std::span<const ConcertRecording> judged) {
  std::vector<SourceKind> kinds;
  std::uint32_t stream_only = 0;
  for (const auto& recording : judged) {
    if (std::ranges::find(kinds, recording.source_kind) == kinds.end())
      kinds.push_back(recording.source_kind);
    stream_only += recording.stream_only ? 1U : 0U;
  }
  std::ranges::sort(kinds);
  return {concert.id,
          concert.artist,
          concert.date,
          concert.day_part,
          concert.venue,
          concert.location,
          static_cast<std::uint32_t>(judged.size()),
          std::move(kinds),
          stream_only,
          best_to_play(judged),
          best_to_download(judged)};
}

}  // namespace tapedeck::aggregation
