#include "archive/tracks.hpp"

#include "archive/sound_format.hpp"
#include "base/ascii.hpp"
#include "music/natural_order.hpp"
#include "music/track_name.hpp"
#include "music/words.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <set>
#include <unordered_map>
#include <utility>

namespace tapedeck::archive {
namespace {

/// The uploads that are one track, and what was made from them.
struct Family {
  std::size_t head;                  ///< Index of the best upload.
  std::vector<std::size_t> members;  ///< The head first.
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

bool is_extra(const File& file) {
  constexpr auto extras = std::to_array<std::string_view>(
      {"extras", "extra", "samples", "sample", "artwork", "art", "scans"});
  std::string_view path = file.name.text();
  for (auto slash = path.find('/'); slash != path.npos; slash = path.find('/')) {
    const auto folder = music::joined(music::words_of(path.substr(0, slash)));
    if (std::ranges::find(extras, folder) != extras.end()) return true;
    path.remove_prefix(slash + 1);
  }
  return false;
}

/// Finds which files are tracks.
class Sorter {
 public:
  explicit Sorter(Item& item) : item_(item), files_(item.files) {
    for (std::size_t i = 0; i < files_.size(); ++i)
      by_name_.emplace(files_[i].name.text(), i);
  }

  std::vector<Family> families() && {
    for (std::size_t i = 0; i < files_.size(); ++i) {
      if (is_track_file(i)) place(i);
    }
    return std::move(families_);
  }

 private:
  [[nodiscard]] static bool claims_sound(const File& file) {
    return sound_kind(file.format) != SoundKind::none;
  }

  [[nodiscard]] bool is_track_file(std::size_t at) {
    const auto& file = files_[at];
    if (!claims_sound(file) || is_extra(file)) return false;
    const auto* original = upload_of(file);
    const auto& upload = original == nullptr ? file : *original;
    if (has_sound_suffix(upload.name) && file.bytes != 0U) return true;
    item_.repaired.add(Repair::not_sound, "/files/" + std::string(file.name.text()), "format");
    return false;
  }

  /// The file that another was made from, all the way back; null when it is not in the item.
  [[nodiscard]] const File* upload_of(const File& file) const {
    const auto* at = &file;
    for (int steps = 0; steps < 4 && at->made_from.size() == 1; ++steps) {
      const auto found = by_name_.find(at->made_from.front().text());
      if (found == by_name_.end()) return nullptr;
      at = &files_[found->second];
    }
    return at;
  }

  /// What the files of one track share: the name of the upload without its suffix.
  [[nodiscard]] std::string_view key_of(const File& file) const {
    const auto* upload = upload_of(file);
    if (upload != nullptr) return stem_of(upload->name.text());
    return stem_of(
        file.made_from.front().text());  // the upload is gone, what was made of it is not
  }

  void place(std::size_t at) {
    const auto [found, is_new] = by_key_.emplace(key_of(files_[at]), families_.size());
    if (is_new) {
      families_.push_back({at, {at}});
      return;
    }
    auto& family = families_[found->second];
    family.members.push_back(at);
    if (is_better(files_[at], files_[family.head])) family.head = at;
  }

  [[nodiscard]] static int rank_of(const File& file) {
    const auto place = [&](auto formats) {
      return static_cast<int>(std::ranges::find(formats, file.format) - formats.begin());
    };
    int rank = file.made_from.empty() ? 0 : 1'000;
    if (sound_kind(file.format) == SoundKind::lossless) return rank + place(lossless_formats());
    rank += 100;
    return rank + place(lossy_formats());
  }

  [[nodiscard]] static bool is_better(const File& one, const File& other) {
    return rank_of(one) < rank_of(other);
  }

  Item& item_;
  const std::vector<File>& files_;
  std::unordered_map<std::string_view, std::size_t> by_name_;
  std::unordered_map<std::string_view, std::size_t> by_key_;
  std::vector<Family> families_;
};

/// "1", "01", "101", "1/12".
std::optional<unsigned> number_of(const std::string& track) {
  unsigned number = 0;
  const auto* const end = track.data() + track.size();
  const auto [stop, error] = std::from_chars(track.data(), end, number);
  if (error != std::errc{} || number == 0 || (stop != end && *stop != '/')) return std::nullopt;
  return number;
}

/// How many bytes at the front of two names are the same, whole numbers only.
std::size_t common_length(std::string_view one, std::string_view other) {
  std::size_t length = 0;
  while (length < one.size() && length < other.size() &&
         ascii::lower(one[length]) == ascii::lower(other[length]))
    ++length;
  while (length > 0 && ascii::is_digit(one[length - 1]))
    --length;
  return length;
}

/// The item's tracks, being put in order.
class Order {
 public:
  Order(Item& item, std::vector<Family>& families) : item_(item), families_(families) {}

  void arrange() {
    const auto by_number = !names_count() && numbers_count();
    std::ranges::sort(families_, [&](const Family& a, const Family& b) {
      if (by_number) return numbers(a) < numbers(b);
      const auto one = name_of(a);
      const auto other = name_of(b);
      if (music::naturally_before(one, other)) return true;
      return !music::naturally_before(other, one) && one < other;
    });
    if (by_number) item_.repaired.add(Repair::order_from_numbers, "/files", "track");
  }

 private:
  [[nodiscard]] std::string_view name_of(const Family& family) const {
    return item_.files[family.head].name.text();
  }

  /// Whether what the names do not share begins with a number in each of them.
  [[nodiscard]] bool names_count() const {
    if (families_.size() < 2) return true;
    auto shared = name_of(families_.front()).size();
    for (const auto& family : families_)
      shared = std::min(shared, common_length(name_of(families_.front()), name_of(family)));
    return std::ranges::all_of(families_, [&](const Family& family) {
      const auto rest = name_of(family).substr(shared);
      return !rest.empty() && ascii::is_digit(rest.front());
    });
  }

  [[nodiscard]] std::optional<unsigned> numbers(const Family& family) const {
    for (const auto member : family.members) {
      if (auto number = number_of(item_.files[member].track)) return number;
    }
    return std::nullopt;
  }

  /// Whether each track has a number, and no two the same.
  [[nodiscard]] bool numbers_count() const {
    std::set<unsigned> seen;
    return std::ranges::all_of(families_, [&](const Family& family) {
      const auto number = numbers(family);
      return number && seen.insert(*number).second;
    });
  }

  Item& item_;
  std::vector<Family>& families_;
};

/// The head first, then what was made from it, in the order of the item.
std::vector<std::size_t> renditions_of(const Family& family) {
  std::vector<std::size_t> renditions{family.head};
  for (const auto member : family.members) {
    if (member != family.head) renditions.push_back(member);
  }
  return renditions;
}

/// What the files of a track call it.
music::TrackTitle title_of(Item& item, std::span<const std::size_t> renditions) {
  const auto& head = item.files[renditions.front()];
  for (const auto at : renditions) {
    auto read = music::read_track_title(item.files[at].title);
    if (!read.title.empty()) return read;
  }
  music::TrackTitle told{.title = music::title_in(head.name.text())};
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

}  // namespace

std::vector<Track> tracks_of(Item& item) {
  auto families = Sorter(item).families();
  Order(item, families).arrange();

  std::vector<Track> tracks;
  tracks.reserve(families.size());
  for (const auto& family : families) {
    Track track;
    track.renditions = renditions_of(family);
    auto title = title_of(item, track.renditions);
    if (title.continues && !tracks.empty()) tracks.back().segues = true;
    track.title = std::move(title.title);
    track.segues = title.segues;
    const auto place = music::place_in(item.files[family.head].name.text());
    track.disc = place.disc;
    track.set = place.set;
    track.length = length_of(item, track.renditions);
    tracks.push_back(std::move(track));
  }
  return tracks;
}

}  // namespace tapedeck::archive
