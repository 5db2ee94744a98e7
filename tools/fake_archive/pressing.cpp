#include "fake_archive/pressing.hpp"

#include "fake_archive/audio_plan.hpp"
#include "fake_archive/dice.hpp"
#include "fake_archive/digests.hpp"
#include "fake_archive/gzip.hpp"
#include "fake_archive/paper.hpp"
#include "fake_archive/picture.hpp"

#include <boost/json/value.hpp>
#include <fmt/format.h>

#include <charconv>
#include <cmath>

namespace tapedeck::fake_archive {

namespace json = boost::json;

namespace {

constexpr std::int64_t a_day = 86'400;

std::int64_t number_of(const json::object& file, std::string_view key, std::int64_t otherwise) {
  const auto text = text_of(file, key);
  std::int64_t number = otherwise;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

/// Seconds as the Archive writes them for a file of this kind: the form that stands there already,
/// or else minutes and seconds for an MP3 and plain seconds for the rest.
std::string length_text(const json::object& file, double seconds) {
  const auto there = text_of(file, "length");
  const bool clock = there.empty() ? text_of(file, "format") == "VBR MP3" : there.contains(':');
  if (clock) {
    const auto whole = static_cast<int>(std::lround(seconds));
    return fmt::format("{:02}:{:02}", whole / 60, whole % 60);
  }
  const bool bare = !there.empty() && !there.contains('.') && there != "0";
  return bare ? fmt::format("{:.0f}", seconds) : fmt::format("{:.2f}", seconds);
}

/// Of a Shorten file: 0 where it stands there, else 0.6 to 0.8 of the truth, as at the Archive.
std::string shorten_length_text(const json::object& file, double seconds) {
  if (text_of(file, "length") == "0") return "0";
  Dice dice(text_of(file, "name"));
  return fmt::format("{:.2f}", seconds * static_cast<double>(dice.between(60, 80)) / 100);
}

/// Bytes without meaning, for what nobody opens.
std::string filler(std::uint64_t seed, std::size_t size) {
  Dice dice(seed);
  std::string bytes;
  while (bytes.size() < size)
    bytes += static_cast<char>(dice.next() & 0xff);
  return bytes;
}

class ItemPress {
 public:
  ItemPress(const Item& item, unsigned revision)
      : item_(item),
        revision_(revision),
        seed_(Dice(item.identifier, revision).next()),
        raw_(item.files.size()) {}

  PressedItem run() {
    press_sound(item_, seed_, raw_);
    for (std::size_t i = 0; i < raw_.size(); ++i) {
      if (!raw_[i].made) press_other(i);
    }
    PressedItem pressed;
    json::array entries;
    for (std::size_t i = 0; i < raw_.size(); ++i) {
      if (is_file_list(i)) continue;
      entries.push_back(true_entry(i));
      keep(pressed, entries.back().as_object(), std::move(raw_[i].bytes));
    }
    for (std::size_t i = 0; i < raw_.size(); ++i) {
      if (is_file_list(i)) add_file_list(pressed, entries, i);
    }
    pressed.answer = answer(std::move(entries));
    return pressed;
  }

 private:
  [[nodiscard]] const json::object& file(std::size_t i) const { return item_.files[i].as_object(); }

  /// `_files.xml` lists all others, so it is made last.
  [[nodiscard]] bool is_file_list(std::size_t i) const {
    return text_of(file(i), "name") == item_.identifier + "_files.xml";
  }

  void press_other(std::size_t i) {
    const auto format = text_of(file(i), "format");
    const auto name = text_of(file(i), "name");
    auto& bytes = raw_[i].bytes;
    if (format == "Text") {
      bytes = info_text(item_);
    } else if (format == "Flac FingerPrint") {
      bytes = flac_fingerprints(item_, raw_);
    } else if (format == "SHNtool MD5 Checksums" || name.ends_with(".st5")) {
      bytes = checksum_lines(item_, raw_, SumsOf::samples);
    } else if (format == "Checksums") {
      bytes = checksum_lines(item_, raw_, SumsOf::files);
    } else if (format == "VBR M3U") {
      bytes = m3u(item_);
    } else if (name.ends_with("_meta.xml")) {
      bytes = meta_xml(item_);
    } else if (name.ends_with("_reviews.xml")) {
      bytes = reviews_xml(item_);
    } else if (name.ends_with(".png")) {
      bytes = tile_png(seed_ + i);
    } else if (name.ends_with(".jpg")) {
      bytes = tile_jpeg(seed_ + i);
    } else if (name.ends_with(".gz")) {
      bytes = gzip(R"({"rhythm":{"bpm":120.0},"tonal":{"key_key":"D","key_scale":"major"}})");
    } else if (format == "Archive BitTorrent") {
      bytes = "not shared\n\n";  // 12 bytes, the size of the Archive's own stub
    } else {
      bytes = filler(seed_ + i, 200);
    }
  }

  [[nodiscard]] std::int64_t modified(std::size_t i) const {
    const auto first = number_of(file(i), "mtime", 1'100'000'000);
    return first + (text_of(file(i), "source") == "metadata" ? 0 : revision_ * a_day);
  }

  /// The entry of a file with what is true of its bytes.
  json::object true_entry(std::size_t i) {
    auto entry = file(i);
    const auto& raw = raw_[i];
    const auto digests = digests_of(raw.bytes);
    entry["mtime"] = std::to_string(modified(i));
    entry["size"] = std::to_string(raw.bytes.size());
    entry["md5"] = digests.md5;
    entry["crc32"] = digests.crc32;
    entry["sha1"] = digests.sha1;
    if (raw.seconds > 0) {
      entry["length"] = text_of(entry, "format") == "Shorten"
                            ? shorten_length_text(entry, raw.seconds)
                            : length_text(entry, raw.seconds);
      if (text_of(entry, "format").ends_with("MP3")) {
        const auto kilobits = static_cast<double>(raw.bytes.size()) * 8 / 1'000 / raw.seconds;
        entry["bitrate"] = fmt::format("{:.0f}", kilobits);
      }
    }
    return entry;
  }

  static void keep(PressedItem& pressed, const json::object& entry, std::string bytes) {
    PressedFile made;
    made.bytes = std::make_shared<const std::string>(std::move(bytes));
    made.modified = number_of(entry, "mtime", 1'100'000'000);
    made.is_private = text_of(entry, "private") == "true";
    pressed.files.emplace(text_of(entry, "name"), std::move(made));
  }

  void add_file_list(PressedItem& pressed, json::array& entries, std::size_t i) {
    auto entry = file(i);
    for (const auto* const key : {"mtime", "size", "crc32", "sha1"})
      entry.erase(key);
    entry["summation"] = "md5";
    auto bytes = files_xml(entries);
    entry["md5"] = md5_of(bytes + "names and sums");  // never that of the file itself
    entries.insert(entries.begin() + static_cast<std::ptrdiff_t>(std::min(i, entries.size())),
                   entry);
    keep(pressed, entry, std::move(bytes));
  }

  json::object answer(json::array entries) const {
    json::object whole = item_.storage;
    std::uint64_t size = 0;
    for (const auto& entry : entries)
      size += static_cast<std::uint64_t>(number_of(entry.as_object(), "size", 0));
    if (const auto* const updated = whole.if_contains("item_last_updated")) {
      if (revision_ > 0 && updated->is_int64())
        whole["item_last_updated"] = updated->get_int64() + revision_ * a_day;
    }
    whole["files_count"] = entries.size();
    whole["item_size"] = size;
    whole["files"] = std::move(entries);
    whole["metadata"] = item_.metadata;
    if (!item_.reviews.empty()) whole["reviews"] = item_.reviews;
    return whole;
  }

  const Item& item_;
  unsigned revision_;
  std::uint64_t seed_;
  std::vector<RawFile> raw_;
};

}  // namespace

const PressedFile* PressedItem::find(std::string_view name) const {
  const auto found = files.find(name);
  return found == files.end() ? nullptr : &found->second;
}

PressedItem press(const Item& item, unsigned revision) { return ItemPress(item, revision).run(); }

}  // namespace tapedeck::fake_archive
