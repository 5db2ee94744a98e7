#pragma once

#include "aggregation/core/recording.hpp"

#include <string>
#include <vector>

namespace tapedeck::aggregation {

/// A recording within a concert.
struct Placed {
  Recording recording;
  std::string doubt;  ///< Why it may not belong here, in a sentence; empty when nothing says so.
};

/// What one artist played at one venue on one day; an early and a late show are two.
struct Concert {
  ConcertId id;
  std::string artist;  ///< As most of its recordings spell it; so are venue and location.
  std::string artist_key;
  music::ConcertDate date;
  music::DayPart day_part = music::DayPart::unsaid;  ///< Never `both`.
  std::string venue;
  std::string location;
  std::vector<Placed> recordings;  ///< At least one; ordered by identifier.
};

/// Groups recordings into concerts, ordered by artist and date.
///
/// By artist and date first. Then by venue, but only where nothing speaks for two spellings of one
/// (music/venue_name.hpp); where a few recordings of many name a venue in another city, their
/// uploader is taken to be wrong. Then early from late. A tape of both shows belongs to both
/// concerts; one that does not say belongs, with doubt, to each that it may be of.
///
/// The result does not depend on the order of `recordings`. An identifier that comes twice is taken
/// once.
[[nodiscard]] std::vector<Concert> group(std::vector<Recording> recordings);

}  // namespace tapedeck::aggregation
