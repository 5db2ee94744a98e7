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

/// The indexes in `set` at which encores begin, by the setlist: from the first on, it has no
/// track's song anywhere else.
std::vector<std::size_t> encores_written(const TrackSet& set,
                                         const std::vector<std::optional<SetName>>& written) {
  if (written.empty()) return {};
  auto begin = set.first + set.count;
  while (begin > set.first && (!written[begin - 1] || is_encore(*written[begin - 1])))
    --begin;
  std::vector<std::size_t> encores;
  for (auto at = begin; at < set.first + set.count; ++at) {
    if (!written[at]) continue;
    if (encores.empty() || *written[at] != *written[encores.back()]) encores.push_back(at);
  }
  return encores;
}

/// The indexes in `set` at which encores begin, by their titles. "E: One" and "E: Two" are of one.
std::vector<std::size_t> encores_titled(const TrackSet& set, std::span<const Track> tracks) {
  std::vector<std::size_t> encores;
  for (auto at = set.first; at < set.first + set.count; ++at) {
    const auto& encore = tracks[at].encore;
    if (!encore) continue;
    if (encores.empty() || (*encore > 0 && encore != tracks[encores.back()].encore)) {
      encores.push_back(at);
    }
  }
  return encores;
}

/// Whether no song comes before the encore: applause and tuning do, which the setlist has not.
bool is_all_of(const TrackSet& set, std::size_t encore,
               const std::vector<std::optional<SetName>>& written) {
  for (auto at = set.first; at < encore; ++at) {
    if (written.empty() || written[at]) return false;
  }
  return true;
}

/// Adds a set to those before it, or to the last of them when it goes on with that.
void add(std::vector<TrackSet>& sets, const TrackSet& set) {
  if (!sets.empty() && sets.back().name == set.name) {
    sets.back().count += set.count;
  } else if (set.count > 0) {
    sets.push_back(set);
  }
}

/// Names the sets that are encores, and divides those that end in some. What comes before an
/// encore's first song stays in the set before, unless nothing of that set is a song.
std::vector<TrackSet> with_encores(const std::vector<TrackSet>& sets, std::span<const Track> tracks,
                                   const std::vector<std::optional<SetName>>& written) {
  std::vector<TrackSet> found;
  unsigned count = 0;
  for (const auto& set : sets) {
    auto encores = encores_titled(set, tracks);
    if (encores.empty()) encores = encores_written(set, written);
    if (is_encore(set.name) || encores.empty()) {
      count += is_encore(set.name) ? 1 : 0;
      add(found, set);
      continue;
    }
    if (is_all_of(set, encores.front(), written)) encores.front() = set.first;
    add(found, {set.name, set.first, encores.front() - set.first});
    encores.push_back(set.first + set.count);
    for (std::size_t at = 0; at + 1 < encores.size(); ++at)
      add(found, {{SetKind::encore, ++count}, encores[at], encores[at + 1] - encores[at]});
  }
  return found;
}

/// Sets as the titles of encores alone tell them: one, if there is such a title. But an encore that
/// filled a disc up ends with that disc, and another set begins with the next.
std::vector<TrackSet> sets_with_titled_encores(std::span<const Track> tracks) {
  const auto is_titled = [](const Track& track) { return track.encore.has_value(); };
  if (std::ranges::none_of(tracks, is_titled)) return {};
  std::vector<TrackSet> sets{{SetName{}, 0, 1}};
  bool ends = is_titled(tracks.front());
  for (std::size_t at = 1; at < tracks.size(); ++at) {
    if (ends && !is_titled(tracks[at]) && tracks[at].place.disc != tracks[at - 1].place.disc) {
      const auto number = static_cast<unsigned>(sets.size()) + 1;
      sets.push_back({{SetKind::set, number}, at, 0});
      ends = false;
    }
    ends = ends || is_titled(tracks[at]);
    ++sets.back().count;
  }
  return sets;
}

}  // namespace

std::vector<TrackSet> sets_of(std::span<const Track> tracks, std::string_view description) {
  const auto written = sets_in_words(tracks, description);
  auto sets = sets_in_names(tracks);
  if (sets.empty()) sets = sets_from(written);
  if (sets.empty()) sets = sets_with_titled_encores(tracks);
  return with_encores(sets, tracks, written);
}

}  // namespace tapedeck::archive
