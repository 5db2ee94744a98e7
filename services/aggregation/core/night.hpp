#pragma once

#include "aggregation/core/grouping.hpp"
#include "aggregation/core/score.hpp"

#include <vector>

namespace tapedeck::aggregation {

/// A concert with its recordings judged: what is kept of it and shown of it.
struct JudgedConcert {
  Concert concert;
  std::vector<messages::ConcertRecording> recordings;  ///< The best to play first.
  messages::ConcertSummary summary;
};

/// The concerts of one artist's night, from all its recordings.
[[nodiscard]] std::vector<JudgedConcert> judged_night(std::vector<Recording> recordings);

/// The recordings of a night, once some more of them, or newer words about them, were found. What
/// had been counted of a recording stays known.
[[nodiscard]] std::vector<Recording> with_found(std::vector<Recording> known,
                                                std::vector<Recording> found);

/// All that is said of one concert of a night; `cache` is for whoever asks. Nothing when the night
/// has no such concert.
[[nodiscard]] std::optional<messages::ConcertDetails> details_of(std::vector<JudgedConcert> night,
                                                                 const ConcertId& id);

/// The words by which a concert is found while nobody else can be asked.
[[nodiscard]] std::string search_words(const Concert& concert);

/// When the last of its recordings came to the Archive; empty when none of them says.
[[nodiscard]] std::string last_added(const Concert& concert);

}  // namespace tapedeck::aggregation
