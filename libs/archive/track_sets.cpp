#include "archive/track_sets.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

namespace tapedeck::archive {
namespace {

using music::SetKind;
using music::SetName;
using music::WrittenSet;

/// As many tracks and songs as are compared with one another.
constexpr std::size_t most_compared = 400;

std::optional<SetName> set_in_name(const Track& track) {
  if (track.place.set) return SetName{SetKind::set, *track.place.set};
  if (track.place.encore) return SetName{SetKind::encore, *track.place.encore};
  return std::nullopt;
}

/// As the names count: "…s1t05". Nothing unless every track says, and none goes back to a set that
/// has ended.
std::vector<TrackSet> sets_in_names(std::span<const Track> tracks) {
  std::vector<TrackSet> sets;
  for (std::size_t at = 0; at < tracks.size(); ++at) {
    const auto name = set_in_name(tracks[at]);
    if (!name) return {};
    if (sets.empty() || sets.back().name != *name) {
      if (std::ranges::find(sets, *name, &TrackSet::name) != sets.end()) return {};
      sets.push_back({*name, at, 0});
    }
    ++sets.back().count;
  }
  return sets;
}

/// A track or a song of the written setlist, for comparing.
struct Song {
  std::vector<std::string> words;
  std::size_t set = 0;  ///< Index of its set; of songs only.
};

std::vector<Song> songs_of(std::span<const WrittenSet> sets) {
  std::vector<Song> songs;
  for (std::size_t set = 0; set < sets.size(); ++set) {
    for (const auto& title : sets[set].songs)
      songs.push_back({music::song_words(title), set});
  }
  return songs;
}

std::vector<Song> songs_of(std::span<const Track> tracks) {
  std::vector<Song> songs;
  for (const auto& track : tracks)
    songs.push_back({music::song_words(track.title)});
  return songs;
}

/// Pairs tracks with songs, as many as can be without crossing: the longest common run of both.
class Pairing {
 public:
  Pairing(const std::vector<Song>& tracks, const std::vector<Song>& songs)
      : tracks_(tracks), songs_(songs), lengths_((tracks.size() + 1) * (songs.size() + 1)) {
    for (std::size_t t = tracks.size(); t-- > 0;) {
      for (std::size_t s = songs.size(); s-- > 0;)
        fill(t, s);
    }
  }

  [[nodiscard]] std::size_t pairs() const { return lengths_.front(); }

  /// The set of each track's song, if it has one.
  [[nodiscard]] std::vector<std::optional<std::size_t>> sets() const {
    std::vector<std::optional<std::size_t>> found(tracks_.size());
    std::size_t t = 0;
    std::size_t s = 0;
    while (t < tracks_.size() && s < songs_.size()) {
      if (at(t, s) == at(t + 1, s)) {
        ++t;
      } else if (at(t, s) == at(t, s + 1)) {
        ++s;
      } else {
        found[t++] = songs_[s++].set;
      }
    }
    return found;
  }

 private:
  /// How long the run is of the tracks from `t` and the songs from `s` on.
  [[nodiscard]] unsigned at(std::size_t t, std::size_t s) const {
    return lengths_[t * (songs_.size() + 1) + s];
  }

  void fill(std::size_t t, std::size_t s) {
    auto best = std::max(at(t + 1, s), at(t, s + 1));
    if (music::may_be_one_song(tracks_[t].words, songs_[s].words)) {
      best = std::max(best, at(t + 1, s + 1) + 1);
    }
    lengths_[t * (songs_.size() + 1) + s] = best;
  }

  const std::vector<Song>& tracks_;
  const std::vector<Song>& songs_;
  std::vector<unsigned> lengths_;
};

/// The set in which the description has each track. Empty when fewer than half of the tracks, or of
/// the songs, have found one another.
std::vector<std::optional<SetName>> sets_in_words(std::span<const Track> tracks,
                                                  std::string_view description) {
  const auto written = music::read_setlist(description);
  const auto played = songs_of(tracks);
  const auto songs = songs_of(std::span(written));
  if (played.size() > most_compared || songs.size() > most_compared) return {};
  const Pairing pairing(played, songs);
  if (pairing.pairs() * 2 < played.size() || pairing.pairs() * 2 < songs.size()) return {};

  std::vector<std::optional<SetName>> names;
  for (const auto& set : pairing.sets())
    names.push_back(set ? std::optional(written[*set].name) : std::nullopt);
  return names;
}

/// A set goes on until a track has its song in another one. What comes before all songs, such as
/// tuning, is of the first.
std::vector<TrackSet> sets_from(const std::vector<std::optional<SetName>>& names) {
  const auto told = [](const auto& name) { return name.has_value(); };
  const auto first = std::ranges::find_if(names, told);
  if (first == names.end()) return {};
  std::vector<TrackSet> sets{{**first, 0, 0}};
  for (std::size_t at = 0; at < names.size(); ++at) {
    if (names[at] && *names[at] != sets.back().name) sets.push_back({*names[at], at, 0});
    ++sets.back().count;
  }
  return sets;
}

bool is_encore(const SetName& name) { return name.kind == SetKind::encore; }

/// The index in `set` at which an encore begins, by the setlist: from there on it has no track's
/// song anywhere else.
std::optional<std::size_t> encore_written(const TrackSet& set,
                                          const std::vector<std::optional<SetName>>& written) {
  std::optional<std::size_t> begin;
  for (auto at = set.first + set.count; at-- > set.first;) {
    if (written.empty() || (written[at] && !is_encore(*written[at]))) break;
    if (written[at]) begin = at;
  }
  return begin;
}

std::optional<std::size_t> encore_titled(const TrackSet& set, std::span<const Track> tracks) {
  for (auto at = set.first; at < set.first + set.count; ++at) {
    if (tracks[at].encore) return at;
  }
  return std::nullopt;
}

/// What comes before the songs of a set: applause, tuning.
bool is_all_of(const TrackSet& set, std::size_t encore,
               const std::vector<std::optional<SetName>>& written) {
  for (auto at = set.first; at < encore; ++at) {
    if (written.empty() || written[at]) return false;
  }
  return true;
}

/// Names the sets that are encores, and divides those that end in one. What comes before an
/// encore's first song stays in the set before, unless nothing of that set is a song.
std::vector<TrackSet> with_encores(const std::vector<TrackSet>& sets, std::span<const Track> tracks,
                                   const std::vector<std::optional<SetName>>& written) {
  std::vector<TrackSet> found;
  unsigned encores = 0;
  for (auto set : sets) {
    auto encore = encore_titled(set, tracks);
    if (!encore) encore = encore_written(set, written);
    if (is_encore(set.name) || !encore) {
      encores += is_encore(set.name) ? 1 : 0;
      found.push_back(set);
      continue;
    }
    const SetName name{SetKind::encore, ++encores};
    if (*encore == set.first || is_all_of(set, *encore, written)) {
      set.name = name;
      found.push_back(set);
      continue;
    }
    found.push_back({set.name, set.first, *encore - set.first});
    found.push_back({name, *encore, set.first + set.count - *encore});
  }
  return found;
}

}  // namespace

std::vector<TrackSet> sets_of(std::span<const Track> tracks, std::string_view description) {
  const auto written = sets_in_words(tracks, description);
  auto sets = sets_in_names(tracks);
  if (sets.empty()) sets = sets_from(written);
  return with_encores(sets, tracks, written);
}

}  // namespace tapedeck::archive
