#pragma once

#include "aggregation/core/grouping.hpp"

#include <optional>

namespace tapedeck::aggregation {

/// The kind of source.
[[nodiscard]] messages::ScorePart source_part(music::SourceKind kind);

/// A taper or transferer whose work listeners look for; nothing when none is named.
[[nodiscard]] std::optional<messages::ScorePart> known_source_part(const Recording& recording);

/// The stars, drawn to the usual ones the fewer gave them, so that one review says little.
[[nodiscard]] messages::ScorePart rating_part(const messages::FoundItem& found);

/// What the recordings of a concert are compared with: the middle one of their known numbers of
/// tracks. Nothing when fewer than two whole ones are known.
[[nodiscard]] std::optional<double> usual_tracks(const Concert& concert);

/// Whether it is the whole concert, as far as it says or shows beside the others.
[[nodiscard]] messages::ScorePart completeness_part(const Recording& recording,
                                                    std::optional<double> usual);

/// What its files are worth for playing, and for keeping.
[[nodiscard]] messages::ScorePart format_to_play(const messages::FoundItem& found);
[[nodiscard]] messages::ScorePart format_to_download(const messages::FoundItem& found);

/// How often it was fetched, on a scale of powers.
[[nodiscard]] messages::ScorePart downloads_part(const messages::FoundItem& found);

/// What speaks against an item that has gone dark: more than everything that can speak for it.
[[nodiscard]] messages::ScorePart gone_part();

}  // namespace tapedeck::aggregation
