#include "fake_archive/track_files.hpp"

#include "fake_archive/item.hpp"

#include <boost/json/value.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace tapedeck::fake_archive {

namespace json = boost::json;

namespace {

struct FormatRow {
  std::string_view format;
  std::string_view ending;  ///< After the stem.
  bool sound;
  bool closed;  ///< Private in stream_only items even as a derivative.
};

// clang-format off
constexpr auto formats = std::to_array<FormatRow>({
    {"Flac",            ".flac",            true,  true},
    {"24bit Flac",      ".flac",            true,  true},
    {"Shorten",         ".shn",             true,  true},
    {"WAVE",            ".wav",             true,  true},
    {"VBR MP3",         ".mp3",             true,  false},
    {"64Kbps MP3",      "_64kb.mp3",        true,  false},
    {"128Kbps MP3",     ".mp3",             true,  false},
    {"Ogg Vorbis",      ".ogg",             true,  false},
    {"PNG",             ".png",             false, false},
    {"Spectrogram",     "_spectrogram.png", false, true},
    {"Columbia Peaks",  ".afpk",            false, true},
    {"Essentia Low GZ", "_esslow.json.gz",  false, false},
});

constexpr auto papers = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"txt", "Text"}, {"ffp", "Flac FingerPrint"}, {"md5", "Checksums"},
    {"st5", "SHNtool MD5 Checksums"},
});
// clang-format on

const FormatRow* format_row(std::string_view format) {
  const auto* const found = std::ranges::find(formats, format, &FormatRow::format);
  return found == formats.end() ? nullptr : found;
}

std::string replaced(std::string text, std::string_view what, std::string_view by) {
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size()))
    text.replace(at, what.size(), by);
  return text;
}

/// One track of a recipe, with its place.
struct TrackPlace {
  json::object track;
  unsigned disc = 1;
  unsigned on_disc = 1;
  unsigned running = 1;
};

class FileList {
 public:
  FileList(const json::object& recipe, const RecordingFacts& facts)
      : recipe_(recipe), facts_(facts) {}

  Result<json::array> run() {
    original_ = text_or("original", "Flac");
    derived_ = texts_of(recipe_, "derived");
    if (!recipe_.contains("derived")) derived_ = {"VBR MP3", "Ogg Vorbis", "PNG"};
    for (const auto& place : places()) {
      if (auto added = add_track(place); !added) return failure(added);
    }
    add_papers();
    add_own();
    if (const auto* const extras = recipe_.if_contains("extras")) {
      for (const auto& extra : extras->as_array())
        files_.push_back(with_time(extra.as_object(), 0));
    }
    std::ranges::sort(files_, {}, [](const json::object& file) { return text_of(file, "name"); });
    json::array list;
    for (auto& file : files_)
      list.emplace_back(std::move(file));
    return list;
  }

 private:
  [[nodiscard]] std::string text_or(std::string_view key, std::string_view otherwise) const {
    auto text = text_of(recipe_, key);
    return text.empty() ? std::string(otherwise) : text;
  }

  [[nodiscard]] std::vector<TrackPlace> places() const {
    std::vector<TrackPlace> places;
    const auto* const sets = recipe_.if_contains("sets");
    if (sets == nullptr) return places;
    unsigned disc = 0;
    for (const auto& set : sets->as_array()) {
      ++disc;
      unsigned on_disc = 0;
      for (const auto& track : set.as_array()) {
        TrackPlace place{{}, disc, ++on_disc, static_cast<unsigned>(places.size()) + 1};
        if (track.is_object()) place.track = track.as_object();
        if (track.is_string()) place.track["title"] = track;
        places.push_back(std::move(place));
      }
    }
    return places;
  }

  [[nodiscard]] std::string stem_of(const TrackPlace& place) const {
    auto stem = text_of(place.track, "file");
    if (stem.empty()) stem = text_or("names", "d{d}t{t}");
    stem = replaced(std::move(stem), "{d}", std::to_string(place.disc));
    stem = replaced(std::move(stem), "{t}", fmt::format("{:02}", place.on_disc));
    stem = replaced(std::move(stem), "{n}", fmt::format("{:02}", place.running));
    return replaced(std::move(stem), "{title}", text_of(place.track, "title"));
  }

  [[nodiscard]] std::string number_of(const TrackPlace& place) const {
    const auto numbering = text_or("numbering", "running");
    if (numbering == "per_disc") return fmt::format("{:02}", place.on_disc);
    if (numbering == "disc_and_track") return fmt::format("{}{:02}", place.disc, place.on_disc);
    return numbering == "none" ? std::string() : std::to_string(place.running);
  }

  [[nodiscard]] json::object with_time(json::object file, std::int64_t later) const {
    if (!file.contains("mtime")) file["mtime"] = std::to_string(facts_.uploaded + later);
    return file;
  }

  Result<void> add_track(const TrackPlace& place) {
    const auto* const row = format_row(original_);
    if (row == nullptr || !row->sound)
      return fail(Errc::invalid, "\"" + original_ + "\" is no format of sound.");
    const auto stem = stem_of(place);
    const auto name = stem + std::string(row->ending);
    json::object file;
    file["name"] = name;
    file["source"] = "original";
    file["format"] = original_;
    describe(file, place, text_or("titles", "both") != "none");
    if (facts_.stream_only) file["private"] = "true";
    files_.push_back(with_time(std::move(file), place.running));
    for (const auto& format : derived_) {
      if (auto added = add_derivative(format, stem, name, place); !added) return added;
    }
    return {};
  }

  Result<void> add_derivative(const std::string& format, const std::string& stem,
                              const std::string& original, const TrackPlace& place) {
    constexpr std::int64_t an_hour = 3'600;
    const auto* const row = format_row(format);
    if (row == nullptr) return fail(Errc::invalid, "\"" + format + "\" is no known format.");
    json::object file;
    file["name"] = stem + std::string(row->ending);
    file["source"] = "derivative";
    file["format"] = format;
    file["original"] = original;
    if (format.ends_with("MP3")) {
      describe(file, place, text_or("titles", "both") == "both");
      file["height"] = "0";
      file["width"] = "0";
    }
    if (facts_.stream_only && row->closed) file["private"] = "true";
    files_.push_back(with_time(std::move(file), an_hour + place.running));
    return {};
  }

  void describe(json::object& file, const TrackPlace& place, bool titled) const {
    const auto title = text_of(place.track, "title");
    const auto number = number_of(place);
    if (titled && !title.empty()) file["title"] = title;
    if (!number.empty()) file["track"] = number;
    file["creator"] = facts_.creator;
    file["album"] = facts_.album;
  }

  void add_papers() {
    const auto prefix = text_or("papers_named", facts_.identifier);
    auto wanted = texts_of(recipe_, "papers");
    if (!recipe_.contains("papers")) wanted = {"txt", "md5"};
    for (const auto& [ending, format] : papers) {
      if (std::ranges::find(wanted, ending) == wanted.end()) continue;
      add_plain(prefix + "." + std::string(ending), "original", format);
    }
  }

  /// What the Archive adds to every item.
  void add_own() {
    const auto& identifier = facts_.identifier;
    add_plain("__ia_thumb.jpg", "original", "Item Tile");
    add_plain(identifier + "_meta.xml", "original", "Metadata");
    add_plain(identifier + "_files.xml", "original", "Metadata");
    if (facts_.reviewed) add_plain(identifier + "_reviews.xml", "original", "Metadata");
    add_plain(identifier + "_archive.torrent", "metadata", "Archive BitTorrent");
    if (facts_.stream_only) files_.back()["private"] = "true";
  }

  void add_plain(const std::string& name, std::string_view source, std::string_view format) {
    json::object file;
    file["name"] = name;
    file["source"] = source;
    file["format"] = format;
    files_.push_back(with_time(std::move(file), 0));
  }

  const json::object& recipe_;
  const RecordingFacts& facts_;
  std::string original_;
  std::vector<std::string> derived_;
  std::vector<json::object> files_;
};

}  // namespace

Result<json::array> files_of_recipe(const json::object& recipe, const RecordingFacts& facts) {
  return FileList(recipe, facts).run();
}

}  // namespace tapedeck::fake_archive
