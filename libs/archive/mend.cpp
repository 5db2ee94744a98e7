#include "archive/mend.hpp"

#include "archive/sound_format.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace tapedeck::archive {
namespace {

/// Files by their names.
class Index {
 public:
  explicit Index(std::vector<File>& files) {
    for (auto& file : files)
      files_.emplace(file.name.text(), file);
  }

  [[nodiscard]] File* find(std::string_view name) const {
    const auto found = files_.find(name);
    return found == files_.end() ? nullptr : &found->second.get();
  }

 private:
  std::unordered_map<std::string_view, std::reference_wrapper<File>> files_;
};

/// The one file that `file` was made from; null when it is an original, or was made of many.
File* original_of(const File& file, const Index& index) {
  return file.made_from.size() == 1 ? index.find(file.made_from.front().text()) : nullptr;
}

/// What a file is called in a note.
std::string place_of(const File& file) { return "/files/" + std::string(file.name.text()); }

bool is_shorten(const File& file) { return file.format == "Shorten"; }

/// The file that another was made from, all the way back: `x.ogg` from `x.mp3` from `x.shn`.
File* upload_of(File& file, const Index& index) {
  constexpr int most_steps = 4;
  auto* upload = original_of(file, index);
  for (int step = 1; upload != nullptr && step < most_steps; ++step) {
    auto* further = original_of(*upload, index);
    if (further == nullptr) break;
    upload = further;
  }
  return upload;
}

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
  const Index index(item.files);
  for (auto& file : item.files) {
    if (auto* upload = upload_of(file, index)) correct_format(file, *upload, item.repaired);
  }
  for (auto& file : item.files) {
    if (!is_shorten(file)) continue;
    file.length.reset();
    file.is_silent = false;
  }
  for (auto& file : item.files) {
    auto* upload = upload_of(file, index);
    if (upload == nullptr) continue;
    inherit_title(file, *upload, item.repaired);
    correct_length(file, *upload, item.repaired);
  }
}

}  // namespace tapedeck::archive
