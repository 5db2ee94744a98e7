#include "archive/tracks.hpp"

#include "archive/originals.hpp"
#include "archive/sound_format.hpp"
#include "archive/track_order.hpp"
#include "base/ascii.hpp"
#include "music/track_name.hpp"
#include "music/words.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <ranges>
#include <span>
#include <tuple>
#include <unordered_map>
#include <utility>

namespace tapedeck::archive {
namespace {

/// The uploads that are one track, and what was made from them.
struct Family {
  std::size_t head;                  ///< Index of the best upload.
  std::vector<std::size_t> members;  ///< In the order of the item.
};

std::string_view base_name(const File& file) {
  const std::string_view name = file.name.text();
  return name.substr(name.rfind('/') + 1);
}

/// The name without its suffix; ".flac" has none.
std::string_view stem_of(std::string_view name) {
  const auto dot = name.rfind('.');
  return dot == 0 ? name : name.substr(0, dot);
}

/// Whether a folder is called as one of extras, by the last of its words that has no number in it:
/// "sound_samples_gd79", but not "Extra Golden 2007-10-12".
bool holds_extras(std::string_view folder) {
  static constexpr auto extras =
      std::to_array<std::string_view>({"extras", "extra", "samples", "sample", "artwork", "scans"});
  auto words = music::words_of(folder);
  std::erase_if(words, [](const auto& word) { return std::ranges::any_of(word, ascii::is_digit); });
  return !words.empty() && std::ranges::find(extras, words.back()) != extras.end();
}

bool is_extra(const File& file) {
  std::string_view path = file.name.text();
  for (auto slash = path.find('/'); slash != path.npos; slash = path.find('/')) {
    if (holds_extras(path.substr(0, slash))) return true;
    path.remove_prefix(slash + 1);
  }
  return false;
}

/// An upload's name without what tells only its format: its suffix, "flac/" before "01 Bertha" and
/// ".24" behind it where it is 24 bits deep.
std::string without_format(std::string_view path, bool is_deep) {
  static constexpr auto formats = std::to_array<std::string_view>(
      {"flac", "flac16", "flac24", "16bit", "24bit", "shn", "shnf", "mp3", "mp3s", "ogg", "wav"});
  std::string name;
  for (auto slash = path.find('/'); slash != path.npos; slash = path.find('/')) {
    const auto folder = ascii::lower_case(path.substr(0, slash));
    if (std::ranges::find(formats, folder) == formats.end()) name += path.substr(0, slash + 1);
    path.remove_prefix(slash + 1);
  }
  auto stem = stem_of(path);
  if (is_deep && stem.ends_with(".24")) stem.remove_suffix(3);
  return name + std::string(stem);
}

/// Finds which files are tracks, and which of them are the same one.
class Genealogy {
 public:
  explicit Genealogy(Item& item) : item_(item), files_(item.files), originals_(item.files) {}

  /// Extras are none, unless there is nothing else.
  std::vector<Family> families() {
    std::vector<std::size_t> extras;
    std::vector<std::size_t> others;
    for (std::size_t at = 0; at < files_.size(); ++at) {
      if (is_sound(at)) (is_extra(files_[at]) ? extras : others).push_back(at);
    }
    auto found = families_of(others);
    if (found.empty()) return families_of(extras);
    for (const auto at : extras)
      note(Repair::extra, at, "name");
    return found;
  }

 private:
  void note(Repair repair, std::size_t at, std::string_view key) {
    item_.repaired.add(repair, "/files/" + std::string(files_[at].name.text()), key);
  }

  [[nodiscard]] bool is_sound(std::size_t at) {
    if (sound_kind(files_[at].format) == SoundKind::none) return false;
    const auto& upload = files_[originals_.upload_of(at).at];
    if (has_sound_suffix(upload.name) && files_[at].bytes != 0U) return true;
    note(Repair::not_sound, at, "format");
    return false;
  }

  /// In the order of the item, without those that the Archive found no sound in.
  std::vector<Family> families_of(std::span<const std::size_t> sounds) {
    std::vector<Family> found;
    std::unordered_map<std::string, std::size_t> by_key;
    for (const auto at : sounds) {
      const auto [row, is_new] = by_key.emplace(key_of(at), found.size());
      if (is_new) {
        found.push_back({at, {at}});
      } else {
        add(found[row->second], at);
      }
    }
    std::erase_if(found, [&](const Family& family) {
      if (!is_silent(family)) return false;
      for (const auto at : family.members)
        note(Repair::not_sound, at, "length");
      return true;
    });
    return found;
  }

  /// What the files of one track share: the name of the upload, as far as it tells the track.
  [[nodiscard]] std::string key_of(std::size_t at) const {
    const auto upload = originals_.upload_of(at);
    const bool is_deep = upload.is_there && files_[upload.at].format == "24bit Flac";
    return without_format(upload.name, is_deep);
  }

  void add(Family& family, std::size_t at) const {
    family.members.push_back(at);
    if (worth_of(files_[at]) < worth_of(files_[family.head])) family.head = at;
  }

  /// Uploads before what was made from them, lossless before lossy, and as sound_format.hpp has
  /// them. Less is better.
  using Worth = std::tuple<bool, bool, std::ptrdiff_t>;

  [[nodiscard]] static Worth worth_of(const File& file) {
    const bool is_made = !file.made_from.empty();
    const bool is_lossy = sound_kind(file.format) != SoundKind::lossless;
    const auto formats = is_lossy ? lossy_formats() : lossless_formats();
    return {is_made, is_lossy, std::ranges::find(formats, file.format) - formats.begin()};
  }

  /// Whether the Archive found no sound in any of its files.
  [[nodiscard]] bool is_silent(const Family& family) const {
    const auto files = std::views::transform(
        family.members, [&](std::size_t at) -> const File& { return files_[at]; });
    return std::ranges::any_of(files, &File::is_silent) &&
           std::ranges::none_of(files, [](const File& file) { return file.length.has_value(); });
  }

  Item& item_;
  const std::vector<File>& files_;
  Originals originals_;
};

/// "1", "01", "101", "1/12".
std::optional<unsigned> number_of(const std::string& track) {
  unsigned number = 0;
  const auto* const end = track.data() + track.size();
  const auto [stop, error] = std::from_chars(track.data(), end, number);
  if (error != std::errc{} || number == 0 || (stop != end && *stop != '/')) return std::nullopt;
  return number;
}

/// What the files of a track say in their field `track`: the first that says.
std::optional<unsigned> track_number(const Item& item, const Family& family) {
  for (const auto member : family.members) {
    if (auto number = number_of(item.files[member].track)) return number;
  }
  return std::nullopt;
}

/// The head first, then the others in the order of the item.
std::vector<std::size_t> renditions_of(const Family& family) {
  std::vector<std::size_t> renditions{family.head};
  for (const auto member : family.members) {
    if (member != family.head) renditions.push_back(member);
  }
  return renditions;
}

/// What the files of a track call it. `numbers` are those it has, if titles begin with them.
music::TrackTitle title_of(Item& item, std::span<const std::size_t> renditions,
                           std::span<const unsigned> numbers) {
  const auto& head = item.files[renditions.front()];
  for (const auto at : renditions) {
    auto read = music::read_track_title(item.files[at].title, numbers);
    if (!read.title.empty()) return read;
  }
  auto told = music::read_track_title(music::title_in(head.name.text()));
  if (told.title.empty()) {
    told.title = stem_of(base_name(head));
  } else {
    item.repaired.add(Repair::title_from_name, "/files/" + std::string(head.name.text()), "title");
  }
  return told;
}

std::optional<std::chrono::milliseconds> length_of(const Item& item,
                                                   std::span<const std::size_t> renditions) {
  for (const auto at : renditions) {
    if (item.files[at].length) return item.files[at].length;
  }
  return std::nullopt;
}

/// The numbers that a track is known to have.
std::vector<unsigned> numbers_of(const TrackPosition& at) {
  std::vector<unsigned> numbers;
  for (const auto& number : {at.number, at.place.number}) {
    if (number) numbers.push_back(*number);
  }
  return numbers;
}

/// Whether the titles of an item begin with the numbers of its tracks, most of them: "09 Deal",
/// "10 Bertha". Then "16 Tons" is no song of sixteen.
bool titles_are_numbered(const Item& item, std::span<const Family> families,
                         std::span<const TrackPosition> positions) {
  const auto numbered = std::ranges::count_if(positions, [&](const TrackPosition& at) {
    const auto number = music::number_before(item.files[families[at.family].head].title);
    const auto known = numbers_of(at);
    return number && std::ranges::find(known, *number) != known.end();
  });
  return static_cast<std::size_t>(numbered) * 2 > positions.size();
}

std::vector<TrackPosition> positions_of(const Item& item, std::span<const Family> families) {
  std::vector<TrackPosition> positions;
  for (const auto& family : families) {
    const std::string_view name = item.files[family.head].name.text();
    positions.push_back({.family = positions.size(),
                         .name = name,
                         .place = music::place_in(name),
                         .number = track_number(item, family)});
  }
  return positions;
}

}  // namespace

std::vector<Track> tracks_of(Item& item) {
  const auto families = Genealogy(item).families();
  auto positions = positions_of(item, families);
  if (put_in_order(positions)) item.repaired.add(Repair::order_from_numbers, "/files", "track");
  const bool numbered = titles_are_numbered(item, families, positions);

  std::vector<Track> tracks;
  tracks.reserve(families.size());
  for (auto& position : positions) {
    Track track;
    track.renditions = renditions_of(families[position.family]);
    const auto numbers = numbered ? numbers_of(position) : std::vector<unsigned>();
    auto title = title_of(item, track.renditions, numbers);
    if (title.continues && !tracks.empty()) tracks.back().segues = true;
    track.title = std::move(title.title);
    track.segues = title.segues;
    track.encore = title.encore;
    track.place = std::move(position.place);
    track.length = length_of(item, track.renditions);
    tracks.push_back(std::move(track));
  }
  return tracks;
}

}  // namespace tapedeck::archive
