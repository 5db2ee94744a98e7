#include "archive/mend.hpp"

#include "archive/originals.hpp"
#include "archive/sound_format.hpp"

#include <cstddef>
#include <string>

namespace tapedeck::archive {
namespace {

/// What a file is called in a note.
std::string place_of(const File& file) { return "/files/" + std::string(file.name.text()); }

bool is_shorten(const File& file) { return file.format == "Shorten"; }

void inherit_title(File& file, const File& upload, Notes& notes) {
  if (!file.length || !file.title.empty() || upload.title.empty()) return;
  file.title = upload.title;
  notes.add(Repair::title_inherited, place_of(file), "title");
}

/// An upload that sound was made from is sound, whatever it is called: "MPEG1" of a Shorten file.
void correct_format(const File& file, File& upload, Notes& notes) {
  if (sound_kind(file.format) == SoundKind::none) return;
  if (sound_kind(upload.format) != SoundKind::none) return;
  const auto format = format_of_suffix(upload.name);
  if (format.empty()) return;
  upload.format = format;
  notes.add(Repair::format_from_name, place_of(upload), "format");
}

/// The length of a Shorten file is that of what was made from it: its own was wrong.
void correct_length(const File& file, File& upload, Notes& notes) {
  if (!is_shorten(upload) || upload.length || !file.length) return;
  upload.length = file.length;
  notes.add(Repair::length_from_derivative, place_of(upload), "length");
}

}  // namespace

void mend(Item& item) {
  auto& files = item.files;
  const Originals originals(files);
  const auto for_all_made = [&](auto give) {
    for (std::size_t at = 0; at < files.size(); ++at) {
      const auto upload = originals.upload_of(at).at;
      if (upload != at) give(files[at], files[upload], item.repaired);
    }
  };
  for_all_made(&correct_format);
  for (auto& file : files) {
    if (!is_shorten(file)) continue;
    file.length.reset();
    file.is_silent = false;
  }
  for_all_made(&inherit_title);
  for_all_made(&correct_length);
}

}  // namespace tapedeck::archive
