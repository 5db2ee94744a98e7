#include "download/core/plan.hpp"

#include "music/words.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <string_view>

namespace tapedeck::download {
namespace {

using archive::File;
using archive::Item;

// The Archive's words for formats (archive-org.md §3.3), best first.
constexpr auto lossless_formats = std::to_array<std::string_view>(
    {"24bit Flac", "Flac", "Shorten", "Apple Lossless Audio", "AIFF", "WAVE"});
constexpr auto lossy_formats =
    std::to_array<std::string_view>({"VBR MP3", "320Kbps MP3", "256Kbps MP3", "192Kbps MP3",
                                     "160Kbps MP3", "128Kbps MP3", "Ogg Vorbis", "64Kbps MP3"});
/// What a taper writes about a recording, and what proves its files.
constexpr auto paper_formats = std::to_array<std::string_view>(
    {"Text", "Checksums", "Flac FingerPrint", "SHNtool MD5 Checksums"});

constexpr std::string_view stream_only_reason =
    "The artist lets this recording be streamed, but not downloaded.";
constexpr std::string_view private_reason = "The Archive hands this file to nobody.";

bool same_word(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, [](char x, char y) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    return lower(x) == lower(y);
  });
}

bool is_one_of(const File& file, std::span<const std::string_view> formats) {
  return std::ranges::any_of(formats, [&](auto word) { return file.format == word; });
}

bool is_sound(const File& file) {
  return is_one_of(file, lossless_formats) || is_one_of(file, lossy_formats) || file.length;
}

/// Why a file cannot be had; empty when it can.
std::string_view obstacle(const Item& item, const File& file) {
  const bool stream_only = item.is_stream_only() || item.is_restricted;
  if (stream_only && (file.is_private || is_sound(file))) return stream_only_reason;
  if (file.is_private) return private_reason;
  return {};
}

/// The title of the track; on a derivative it often stands only on the original.
std::string title_of(const Item& item, const File& file) {
  if (!file.title.empty()) return file.title;
  for (const auto& name : file.made_from) {
    const auto* original = item.file(name.text());
    if (original != nullptr && !original->title.empty()) return original->title;
  }
  return item.title;
}

std::string shortened(const std::string& text) {
  return std::string(music::beginning_of(text, most_words_bytes));
}

PlannedFile planned(const Item& item, const File& file) {
  return PlannedFile{.item = item.identifier,
                     .file = file.name,
                     .title = shortened(title_of(item, file)),
                     .format = shortened(file.format),
                     .expected = expected_of(file)};
}

/// The format of the table with the most files that can be had; empty when there is none.
std::string_view best_of(const Item& item, std::span<const std::string_view> formats) {
  std::string_view best;
  std::ptrdiff_t most = 0;
  for (const auto format : formats) {
    const auto count = std::ranges::count_if(item.files, [&](const File& file) {
      return file.format == format && obstacle(item, file).empty() && file.bytes != 0U;
    });
    if (count > most) {
      best = format;
      most = count;
    }
  }
  return best;
}

Plan plan_best(const Item& item) {
  Plan plan;
  auto format = best_of(item, lossless_formats);
  if (format.empty()) format = best_of(item, lossy_formats);
  if (format.empty()) {
    const bool withheld = std::ranges::any_of(
        item.files, [&](const File& file) { return obstacle(item, file) == stream_only_reason; });
    plan.refused.push_back(
        {.item = item.identifier,
         .reason = withheld ? std::string(stream_only_reason)
                            : std::string("The item has no sound that can be downloaded.")});
    return plan;
  }
  for (const auto& file : item.files) {
    const bool wanted = file.format == format || is_one_of(file, paper_formats);
    const bool empty = file.bytes == 0U;
    if (wanted && !empty && obstacle(item, file).empty()) {
      plan.files.push_back(planned(item, file));
    }
  }
  return plan;
}

}  // namespace

Plan plan_file(const Item& item, const archive::FileName& name) {
  Plan plan;
  const auto* file = item.file(name.text());
  if (file == nullptr) {
    plan.refused.push_back({.item = item.identifier,
                            .file = std::string(name.text()),
                            .reason = "The item has no such file."});
  } else if (const auto why = obstacle(item, *file); !why.empty()) {
    plan.refused.push_back(
        {.item = item.identifier, .file = std::string(name.text()), .reason = std::string(why)});
  } else {
    plan.files.push_back(planned(item, *file));
  }
  return plan;
}

Plan plan_item(const Item& item, const std::vector<std::string>& formats) {
  if (formats.empty()) return plan_best(item);
  Plan plan;
  for (const auto& format : formats) {
    const bool there = std::ranges::any_of(
        item.files, [&](const File& file) { return same_word(file.format, format); });
    if (!there) {
      plan.refused.push_back({.item = item.identifier,
                              .reason = "The item has no file of the format " + format + "."});
    }
  }
  for (const auto& file : item.files) {
    const bool wanted = std::ranges::any_of(
        formats, [&](const auto& format) { return same_word(file.format, format); });
    if (!wanted) continue;
    if (const auto why = obstacle(item, file); !why.empty()) {
      plan.refused.push_back({.item = item.identifier,
                              .file = std::string(file.name.text()),
                              .reason = std::string(why)});
    } else {
      plan.files.push_back(planned(item, file));
    }
  }
  return plan;
}

}  // namespace tapedeck::download
