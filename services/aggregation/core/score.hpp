#pragma once

#include "aggregation/core/grouping.hpp"

#include <span>
#include <vector>

namespace tapedeck::aggregation {

/// The recordings of a concert with what speaks for and against each, the best to play first.
///
/// A score is a sum of a few points, each with its reason; the table of weights is at the top of
/// score.cpp. Points compare recordings of one concert and mean nothing across concerts.
[[nodiscard]] std::vector<messages::ConcertRecording> judge(const Concert& concert);

/// The first of what judge() gave.
[[nodiscard]] messages::BestRecording best_to_play(
    std::span<const messages::ConcertRecording> judged);

/// The one with the most points for keeping, of those that may be kept. The sentence says why, and,
/// where the best to play may not be kept, that.
[[nodiscard]] messages::BestRecording best_to_download(
    std::span<const messages::ConcertRecording> judged);

/// The line of a concert in a list.
[[nodiscard]] messages::ConcertSummary summary_of(
    const Concert& concert, std::span<const messages::ConcertRecording> judged);

}  // namespace tapedeck::aggregation
