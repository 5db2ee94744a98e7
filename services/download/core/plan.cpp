#include "download/core/plan.hpp"

#include "archive/sound_format.hpp"
#include "archive/withheld.hpp"
#include "base/ascii.hpp"
#include "music/words.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <string_view>

namespace tapedeck::download {
namespace {

using archive::File;
using archive::Item;

/// What a taper writes about a recording, and what proves its files.
constexpr auto paper_formats = std::to_array<std::string_view>(
    {"Text", "Checksums", "Flac FingerPrint", "SHNtool MD5 Checksums"});

bool same_word(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, {}, ascii::lower, ascii::lower);
}

bool is_one_of(const File& file, std::span<const std::string_view> formats) {
  return std::ranges::any_of(formats, [&](auto word) { return file.format == word; });
}

/// The title of the track, or of the recording.
const std::string& title_of(const Item& item, const File& file) {
  return file.title.empty() ? item.title : file.title;
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
      return file.format == format && why_withheld(item, file).empty() && file.bytes != 0U;
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
  auto format = best_of(item, archive::lossless_formats());
  if (format.empty()) format = best_of(item, archive::lossy_formats());
  if (format.empty()) {
    plan.refused.push_back(
        {.item = item.identifier, .reason = std::string(archive::why_withheld(item))});
    return plan;
  }
  for (const auto& file : item.files) {
    const bool wanted = file.format == format || is_one_of(file, paper_formats);
    const bool empty = file.bytes == 0U;
    if (wanted && !empty && why_withheld(item, file).empty()) {
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
  } else if (const auto why = why_withheld(item, *file); !why.empty()) {
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
    if (const auto why = why_withheld(item, file); !why.empty()) {
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
