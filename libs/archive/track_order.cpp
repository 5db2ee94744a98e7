#include "archive/track_order.hpp"

#include "music/natural_order.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <utility>

namespace tapedeck::archive {
namespace {

std::string_view folder_of(const TrackPosition& track) {
  const auto slash = track.name.rfind('/');
  return slash == track.name.npos ? std::string_view() : track.name.substr(0, slash);
}

/// The order of sets or discs, encores behind them, and last what names neither: filler, or a slip.
unsigned part_of(const TrackPosition& track) {
  constexpr unsigned behind_all_sets = 1'000;
  constexpr unsigned behind_all = 2'000;
  const auto& place = track.place;
  if (place.encore) return behind_all_sets + *place.encore;
  return place.set ? *place.set : place.disc.value_or(behind_all);
}

/// Fills in the first disc, where names of a series begin to name discs with the second:
/// "gd94-09-2801" beside "gd94-09-28d2t01".
void fill_first_disc(std::span<TrackPosition> tracks) {
  std::map<std::string_view, unsigned> first_discs;
  for (const auto& track : tracks) {
    if (!track.place.disc) continue;
    const auto [row, is_new] = first_discs.emplace(track.place.series, *track.place.disc);
    if (!is_new) row->second = std::min(row->second, *track.place.disc);
  }
  for (auto& track : tracks) {
    auto& place = track.place;
    if (place.disc || place.set || place.encore || !place.number) continue;
    const auto row = first_discs.find(place.series);
    if (row != first_discs.end() && row->second > 1) place.disc = 1;
  }
}

bool naturally_equal(std::string_view one, std::string_view other) {
  return !music::naturally_before(one, other) && !music::naturally_before(other, one);
}

bool same_part(const TrackPosition& one, const TrackPosition& other) {
  return naturally_equal(folder_of(one), folder_of(other)) && part_of(one) == part_of(other);
}

bool earlier_part(const TrackPosition& one, const TrackPosition& other) {
  if (!naturally_equal(folder_of(one), folder_of(other))) {
    return music::naturally_before(folder_of(one), folder_of(other));
  }
  return part_of(one) < part_of(other);
}

bool earlier_text(std::string_view one, std::string_view other) {
  if (music::naturally_before(one, other)) return true;
  return !music::naturally_before(other, one) && one < other;
}

bool earlier_name(const TrackPosition& one, const TrackPosition& other) {
  return earlier_text(one.name, other.name);
}

bool earlier_number(const TrackPosition& one, const TrackPosition& other) {
  return one.number < other.number;
}

/// Folder, then set or disc, then the number in the name.
bool earlier_place(const TrackPosition& one, const TrackPosition& other) {
  if (!same_part(one, other)) return earlier_part(one, other);
  return one.place.number < other.place.number;
}

bool earlier_place_or_name(const TrackPosition& one, const TrackPosition& other) {
  if (earlier_place(one, other)) return true;
  return !earlier_place(other, one) && earlier_name(one, other);
}

using Earlier = bool (*)(const TrackPosition&, const TrackPosition&);

/// How many are at the place of another one. Leaves them in that order.
std::size_t ties_in(std::span<TrackPosition> positions, Earlier earlier) {
  std::ranges::sort(positions, earlier);
  std::size_t ties = 0;
  for (std::size_t at = 1; at < positions.size(); ++at)
    ties += earlier(positions[at - 1], positions[at]) ? 0 : 1;
  return ties;
}

bool all_numbered(std::span<const TrackPosition> positions) {
  return std::ranges::all_of(positions,
                             [](const TrackPosition& at) { return at.number.has_value(); });
}

bool all_placed(std::span<const TrackPosition> positions) {
  return std::ranges::all_of(positions,
                             [](const TrackPosition& at) { return at.place.number.has_value(); });
}

/// Names of one series: not "gd68-8-23_filler" among "gd68-8-23".
bool one_series(std::span<const TrackPosition> positions) {
  return std::ranges::all_of(positions, [&](const TrackPosition& at) {
    return at.place.series == positions.front().place.series;
  });
}

/// Puts the tracks in the order of their names, where these number them. That one in ten shares the
/// place of another is a slip: "s2t10 E_JBG" and "s2t10 JBG".
bool arrange_by_name(std::span<TrackPosition> positions) {
  if (!all_placed(positions) || !one_series(positions)) return false;
  if (ties_in(positions, &earlier_place) * 10 > positions.size()) return false;
  std::ranges::sort(positions, &earlier_place_or_name);
  return true;
}

bool arrange_by_number(std::span<TrackPosition> positions) {
  return all_numbered(positions) && ties_in(positions, &earlier_number) == 0;
}

/// The series with the most tracks.
std::string main_series(std::span<const TrackPosition> tracks) {
  std::map<std::string_view, std::size_t> counts;
  for (const auto& track : tracks)
    ++counts[track.place.series];
  return std::string(
      std::ranges::max_element(counts, {}, [](const auto& row) { return row.second; })->first);
}

/// The parts of an item whose names do not count together: folder, then series, then set or disc.
///
/// The main series comes first, since the others are filler of other nights; but where it is that
/// of an early or a late show, the shows come in their order.
class PartOrder {
 public:
  explicit PartOrder(std::span<const TrackPosition> tracks) : main_(main_series(tracks)) {}

  bool operator()(const TrackPosition& one, const TrackPosition& other) const {
    if (!naturally_equal(folder_of(one), folder_of(other))) return earlier_part(one, other);
    const auto rank = rank_of(one.place.series);
    const auto other_rank = rank_of(other.place.series);
    if (rank != other_rank) return rank < other_rank;
    if (one.place.series != other.place.series) {
      return earlier_text(one.place.series, other.place.series);
    }
    return earlier_part(one, other);
  }

 private:
  enum class Show : std::uint8_t { early, late, unsaid };

  [[nodiscard]] static Show show_of(std::string_view series) {
    if (series.contains("early")) return Show::early;
    return series.contains("late") ? Show::late : Show::unsaid;
  }

  [[nodiscard]] std::pair<Show, bool> rank_of(std::string_view series) const {
    const auto show = show_of(main_) == Show::unsaid ? Show::unsaid : show_of(series);
    return {show, series != main_};
  }

  std::string main_;
};

/// Puts the tracks of one part in order. Gives whether it took their numbers to do so.
bool arrange_part(std::span<TrackPosition> part) {
  if (part.size() < 2 || arrange_by_name(part)) return false;
  if (arrange_by_number(part)) return true;
  std::ranges::sort(part, &earlier_name);
  return false;
}

}  // namespace

bool put_in_order(std::span<TrackPosition> tracks) {
  fill_first_disc(tracks);
  if (tracks.size() < 2 || arrange_by_name(tracks)) return false;
  if (arrange_by_number(tracks)) return true;
  if (all_placed(tracks) && ties_in(tracks, &earlier_place) == 0) return false;
  bool by_number = false;
  const PartOrder earlier(tracks);
  std::ranges::sort(tracks, earlier);
  for (auto left = tracks; !left.empty();) {
    const auto end = std::ranges::find_if(
        left, [&](const TrackPosition& at) { return earlier(left.front(), at); });
    const auto part = left.first(static_cast<std::size_t>(end - left.begin()));
    by_number = arrange_part(part) || by_number;
    left = left.subspan(part.size());
  }
  return by_number;
}

}  // namespace tapedeck::archive
