#include "aggregation/core/score.hpp"

#include "aggregation/core/score_parts.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <utility>

namespace tapedeck::aggregation {
namespace {

using messages::ConcertRecording;
using messages::RecordingScore;
using messages::ScoreFact;
using messages::ScorePart;
using music::SourceKind;

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
  if (recording.gone_dark) {
    to_play.push_back(gone_part());
    refusal = "The Archive no longer has it.";
  } else if (found.stream_only) {
    to_play.push_back(ScorePart{ScoreFact::availability, 0, "plays on line only"});
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
          std::move(refusal),
          recording.gone_dark};
}

/// "Soundboard, transferred by Charlie Miller, 4.8 stars from 35 reviews": what speaks most for
/// it, in words.
std::string reasons(const RecordingScore& score) {
  std::vector<const ScorePart*> parts;
  for (const auto& part : score.parts)
    if (part.points > 0) parts.push_back(&part);
  // Of equal ones the earlier: they lie in one vector, in their order.
  std::ranges::sort(parts, [](const ScorePart* one, const ScorePart* other) {
    return one->points != other->points ? one->points > other->points : one < other;
  });
  constexpr std::size_t most = 3;
  std::string text;
  for (std::size_t i = 0; i < parts.size() && i < most; ++i)
    text += (i == 0 ? "" : ", ") + parts[i]->why;
  return text.empty() ? "nothing speaks for it" : text;
}

std::string sentence(std::string words) {
  if (words.front() >= 'a' && words.front() <= 'z')
    words.front() = static_cast<char>(words.front() - 'a' + 'A');
  return words + '.';
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
  std::ranges::sort(all, [](const ConcertRecording& one, const ConcertRecording& other) {
    if (one.to_play.points != other.to_play.points)
      return one.to_play.points > other.to_play.points;
    if (one.doubt.empty() != other.doubt.empty()) return one.doubt.empty();
    return one.identifier < other.identifier;
  });
  return all;
}

messages::BestRecording best_to_play(std::span<const ConcertRecording> judged) {
  if (judged.empty()) return {std::nullopt, "There is no recording."};
  const auto& best = judged.front();
  if (best.gone_dark) return {std::nullopt, "The Archive no longer has any recording of it."};
  const auto* const others = judged.size() == 1 ? "The only recording: " : "";
  return {best.identifier, sentence(others + reasons(best.to_play))};
}

messages::BestRecording best_to_download(std::span<const ConcertRecording> judged) {
  if (judged.empty()) return {std::nullopt, "There is no recording."};
  const auto* const best = first_to_keep(judged);
  if (judged.front().gone_dark)
    return {std::nullopt, "The Archive no longer has any recording of it."};
  if (best == nullptr)
    return {std::nullopt,
            "Every recording of this concert may only be streamed, by the artist's wish."};
  auto why = sentence(reasons(*best->to_download));
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
