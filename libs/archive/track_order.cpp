#include "archive/track_order.hpp"

#include "music/natural_order.hpp"

#include <algorithm>

namespace tapedeck::archive {
namespace {

std::string_view folder_of(const TrackPosition& track) {
  const auto slash = track.name.rfind('/');
  return slash == track.name.npos ? std::string_view() : track.name.substr(0, slash);
}

/// The order of sets or discs, encores last.
unsigned part_of(const TrackPosition& track) {
  constexpr unsigned behind_all_sets = 1'000;
  const auto& place = track.place;
  if (place.encore) return behind_all_sets + *place.encore;
  return place.set ? *place.set : place.disc.value_or(0);
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

bool earlier_name(const TrackPosition& one, const TrackPosition& other) {
  if (music::naturally_before(one.name, other.name)) return true;
  return !music::naturally_before(other.name, one.name) && one.name < other.name;
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

/// Puts the tracks of one folder, set or disc in order. Gives whether it took their numbers to do
/// so.
bool arrange_part(std::span<TrackPosition> part) {
  if (part.size() < 2 || arrange_by_name(part)) return false;
  if (arrange_by_number(part)) return true;
  std::ranges::sort(part, &earlier_name);
  return false;
}

}  // namespace

bool put_in_order(std::span<TrackPosition> tracks) {
  if (tracks.size() < 2 || arrange_by_name(tracks)) return false;
  if (arrange_by_number(tracks)) return true;
  if (all_placed(tracks) && ties_in(tracks, &earlier_place) == 0) return false;
  bool by_number = false;
  std::ranges::sort(tracks, &earlier_part);
  for (auto left = tracks; !left.empty();) {
    const auto end = std::ranges::find_if_not(
        left, [&](const TrackPosition& at) { return same_part(at, left.front()); });
    const auto part = left.first(static_cast<std::size_t>(end - left.begin()));
    by_number = arrange_part(part) || by_number;
    left = left.subspan(part.size());
  }
  return by_number;
}

}  // namespace tapedeck::archive
