#include "fake_archive/audio_plan.hpp"

#include "fake_archive/dice.hpp"
#include "music/natural_order.hpp"

#include <boost/json/value.hpp>

#include <algorithm>
#include <map>
#include <utility>

namespace tapedeck::fake_archive {

namespace json = boost::json;

namespace {

using NameIndex = std::map<std::string, std::size_t, std::less<>>;

NameIndex index_by_name(const json::array& files) {
  NameIndex index;
  for (std::size_t i = 0; i < files.size(); ++i)
    index.emplace(text_of(files[i].as_object(), "name"), i);
  return index;
}

/// 24 bit where the format says so; 48 or 96 kHz where the identifier does ("flac2448").
SoundShape shape_of(const json::object& file, std::string_view identifier) {
  SoundShape shape;
  const auto format = text_of(file, "format");
  if (format == "Shorten") return shape;
  if (format == "24bit Flac") {
    shape.bits = 24;
    shape.rate = 96'000;
  }
  if (identifier.contains("1648") || identifier.contains("2448")) shape.rate = 48'000;
  return shape;
}

std::size_t draw_frames(Dice& dice, unsigned rate, bool many) {
  // The square makes short tracks the common ones: an item of twenty is pressed in about a second.
  const auto draw = dice.between(0, 1'000);
  const auto milliseconds = 2'000 + (many ? draw : draw * draw * 6 / 1'000);
  const auto frames = milliseconds * rate / 1'000 + dice.between(1, 500);
  return frames / 2 * 2;  // even, so that halving the rate cuts at the same place
}

/// The track each file belongs to, by the file's index.
std::size_t root_of(const json::array& files, const NameIndex& names, std::size_t file) {
  const auto original = text_of(files[file].as_object(), "original");
  const auto found = names.find(original);
  if (found == names.end() || found->second == file) return file;
  return coding_of(files[found->second].as_object()) ? found->second : file;
}

}  // namespace

std::optional<Coding> coding_of(const json::object& file) {
  const auto format = text_of(file, "format");
  if (format == "Flac" || format == "24bit Flac") return Coding::flac;
  if (format == "Shorten") return Coding::shorten;
  if (format == "Ogg Vorbis") return Coding::vorbis;
  if (format == "WAVE") return Coding::wav;
  if (format.ends_with("MP3")) return Coding::mp3;
  return std::nullopt;
}

std::vector<PlannedTrack> plan_audio(const Item& item) {
  const auto names = index_by_name(item.files);
  std::map<std::size_t, PlannedTrack> by_root;
  for (std::size_t i = 0; i < item.files.size(); ++i) {
    const auto root = root_of(item.files, names, i);
    if (!coding_of(item.files[root].as_object())) continue;
    by_root[root].original = root;
    by_root[root].files.push_back(i);
  }

  std::vector<PlannedTrack> tracks;
  for (auto& [root, track] : by_root)
    tracks.push_back(std::move(track));
  const auto name_of = [&item](const PlannedTrack& track) {
    return text_of(item.files[track.original].as_object(), "name");
  };
  std::ranges::sort(tracks, music::naturally_before, name_of);

  std::map<std::pair<unsigned, unsigned>, std::size_t> next_frame;
  for (auto& track : tracks) {
    Dice dice(item.identifier + "/" + name_of(track));
    track.shape = shape_of(item.files[track.original].as_object(), item.identifier);
    track.frames = draw_frames(dice, track.shape.rate, tracks.size() > 30);
    auto& next = next_frame[{track.shape.rate, track.shape.bits}];
    track.first_frame = std::exchange(next, next + track.frames);
  }
  return tracks;
}

}  // namespace tapedeck::fake_archive
