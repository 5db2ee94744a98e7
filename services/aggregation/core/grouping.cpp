#include "aggregation/core/grouping.hpp"

#include "aggregation/core/concert_id.hpp"
#include "music/venue_name.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <tuple>
#include <utility>

namespace tapedeck::aggregation {
namespace {

using music::DayPart;

/// The recordings of one venue of a day.
using Tapes = std::vector<Placed>;

/// Adds to what is doubted of a recording.
Placed doubted(Placed tape, std::string doubt) {
  if (!tape.doubt.empty()) tape.doubt += ' ';
  tape.doubt += doubt;
  return tape;
}

Placed place(Recording recording) {
  Placed tape{std::move(recording), {}};
  const auto& date = tape.recording.date;
  if (!date.contradicted_by) return tape;
  const auto other = date.contradicted_by->text();
  return doubted(std::move(tape), "Its identifier says " + other + ".");
}

/// The most common of some texts; of equally common ones the first in order. Empty ones count only
/// when there is nothing else.
template <class TextOf>
std::string most_common(const Tapes& tapes, TextOf text_of) {
  std::map<std::string, std::size_t> counts;
  for (const auto& tape : tapes) {
    auto text = text_of(tape.recording);
    if (!text.empty()) ++counts[std::move(text)];
  }
  if (counts.empty()) return {};
  const auto fewer = [](const auto& a, const auto& b) { return a.second < b.second; };
  return std::ranges::max_element(counts, fewer)->first;
}

std::string common_venue(const Tapes& tapes) {
  const auto spelled = [](const Recording& recording) {
    return music::venue_without_brackets(recording.found.venue);
  };
  auto venue = most_common(tapes, [&](const Recording& recording) {
    return music::names_a_venue(recording.found.venue) ? spelled(recording) : std::string();
  });
  return venue.empty() ? most_common(tapes, spelled) : venue;
}

std::string common_location(const Tapes& tapes) {
  return most_common(tapes, [](const Recording& recording) { return recording.found.coverage; });
}

/// One venue of a day: the names it is given, folded, and its recordings.
struct Venue {
  std::vector<std::string> names;
  Tapes tapes;
};

bool share_a_name(const Venue& one, const Venue& other) {
  return std::ranges::any_of(one.names, [&](const std::string& a) {
    return std::ranges::any_of(other.names,
                               [&](const std::string& b) { return music::may_be_one_venue(a, b); });
  });
}

bool by_identifier(const Placed& one, const Placed& other) {
  return one.recording.found.identifier < other.recording.found.identifier;
}

/// The recordings that name a venue, by venue; the one with the most first.
std::vector<Tapes> by_venue(Tapes named) {
  std::map<std::string, Tapes> by_name;
  for (auto& tape : named)
    by_name[music::fold_venue(tape.recording.found.venue)].push_back(std::move(tape));
  // Comparing takes the square of their number; a day with more names than this is no day of a
  // band.
  constexpr std::size_t most_names = 64;
  const bool too_many = by_name.size() > most_names;
  std::vector<Venue> venues;
  for (auto& [name, tapes] : by_name) {
    Venue joined{{name}, std::move(tapes)};
    for (auto venue = venues.begin(); venue != venues.end();) {
      if (!too_many && !share_a_name(*venue, joined)) {
        ++venue;
        continue;
      }
      std::ranges::move(venue->names, std::back_inserter(joined.names));
      std::ranges::move(venue->tapes, std::back_inserter(joined.tapes));
      venue = venues.erase(venue);
    }
    venues.push_back(std::move(joined));
  }
  std::vector<Tapes> sorted;
  for (auto& venue : venues) {
    std::ranges::sort(venue.tapes, by_identifier);
    sorted.push_back(std::move(venue.tapes));
  }
  std::ranges::sort(sorted, [](const Tapes& a, const Tapes& b) {
    return a.size() != b.size() ? a.size() > b.size() : by_identifier(a.front(), b.front());
  });
  return sorted;
}

/// A few recordings of many that name another city are more likely mislabelled than of another
/// concert: a band is seldom in two cities on one day. In one city it may well play twice.
bool is_a_slip(const Tapes& few, const Tapes& many) {
  constexpr std::size_t many_for_each = 4;
  if (few.size() * many_for_each > many.size()) return false;
  const auto city = music::fold_city(common_location(few));
  const auto usual = music::fold_city(common_location(many));
  return !city.empty() && !usual.empty() && city != usual;
}

void join_slips(std::vector<Tapes>& venues) {
  for (std::size_t at = 1; at < venues.size();) {
    if (!is_a_slip(venues[at], venues[0])) {
      ++at;
      continue;
    }
    for (auto& tape : venues[at]) {
      auto doubt = "It names another venue: " + tape.recording.found.venue + ".";
      venues[0].push_back(doubted(std::move(tape), std::move(doubt)));
    }
    venues.erase(venues.begin() + static_cast<std::ptrdiff_t>(at));
  }
}

std::vector<Tapes> split_venues(Tapes night) {
  Tapes named;
  Tapes unnamed;
  for (auto& tape : night) {
    auto& side = music::names_a_venue(tape.recording.found.venue) ? named : unnamed;
    side.push_back(std::move(tape));
  }
  if (named.empty()) return {std::move(unnamed)};
  auto venues = by_venue(std::move(named));
  join_slips(venues);
  for (auto& venue : venues) {
    for (const auto& tape : unnamed) {
      venue.push_back(venues.size() == 1 ? tape : doubted(tape, "It does not say at which venue."));
    }
  }
  return venues;
}

/// The recordings of one venue, early and late apart.
std::map<DayPart, Tapes> split_day_parts(Tapes tapes) {
  const auto says = [&](DayPart part) {
    return std::ranges::any_of(tapes, [&](const Placed& tape) {
      return tape.recording.day_part == part || tape.recording.day_part == DayPart::both;
    });
  };
  std::map<DayPart, Tapes> parts;
  if (!says(DayPart::early) && !says(DayPart::late)) {
    parts[DayPart::unsaid] = std::move(tapes);
    return parts;
  }
  // Whoever calls one show late says that there was an early one.
  for (auto& tape : tapes) {
    const auto part = tape.recording.day_part;
    if (part == DayPart::unsaid) {
      tape = doubted(std::move(tape), "It does not say whether it is of the early or late show.");
    }
    if (part != DayPart::late) parts[DayPart::early].push_back(tape);
    if (part != DayPart::early) parts[DayPart::late].push_back(std::move(tape));
  }
  return parts;
}

/// The name that tells one venue of a day from the others. "Auditorium" does not: a tape that says
/// no more than that is of every venue, and two concerts of one key would be one.
std::string venue_key(const Tapes& tapes) {
  return most_common(tapes, [](const Recording& recording) {
    const auto& venue = recording.found.venue;
    return music::names_a_venue(venue) ? music::fold_venue(venue) : std::string();
  });
}

Concert concert_of(Tapes tapes, DayPart part, const std::string& venue) {
  std::ranges::sort(tapes, by_identifier);
  const auto& first = tapes.front().recording;
  const ConcertKey key{first.artist_key, first.date.date, part, venue};
  auto artist = most_common(tapes, [](const Recording& recording) { return recording.artist; });
  Concert concert{concert_id(key),
                  std::move(artist),
                  first.artist_key,
                  first.date.date,
                  part,
                  common_venue(tapes),
                  common_location(tapes),
                  {}};
  concert.recordings = std::move(tapes);
  return concert;
}

void group_night(Tapes night, std::vector<Concert>& concerts) {
  auto venues = split_venues(std::move(night));
  const bool several = venues.size() > 1;
  for (auto& venue : venues) {
    const auto key = several ? venue_key(venue) : std::string();
    for (auto& [part, tapes] : split_day_parts(std::move(venue)))
      concerts.push_back(concert_of(std::move(tapes), part, key));
  }
}

}  // namespace

std::vector<Concert> group(std::vector<Recording> recordings) {
  std::ranges::sort(recordings, [](const Recording& one, const Recording& other) {
    return one.found.identifier < other.found.identifier;
  });
  std::map<std::pair<std::string, music::ConcertDate>, Tapes> nights;
  std::set<ItemIdentifier> taken;
  for (auto& recording : recordings) {
    if (!taken.insert(recording.found.identifier).second) continue;
    auto& night = nights[{recording.artist_key, recording.date.date}];
    night.push_back(place(std::move(recording)));
  }
  std::vector<Concert> concerts;
  for (auto& [key, night] : nights)
    group_night(std::move(night), concerts);
  return concerts;
}

}  // namespace tapedeck::aggregation
