#include "archive/mend.hpp"

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

void inherit_title(File& file, const File& original, Notes& notes) {
  if (!file.length || !file.title.empty() || original.title.empty()) return;
  file.title = original.title;
  notes.add(Repair::title_inherited, place_of(file), "title");
}

}  // namespace

void mend(Item& item) {
  const Index index(item.files);
  for (auto& file : item.files) {
    if (is_shorten(file)) file.length.reset();
  }
  for (auto& file : item.files) {
    auto* original = original_of(file, index);
    if (original == nullptr) continue;
    inherit_title(file, *original, item.repaired);
    if (!is_shorten(*original) || original->length || !file.length) continue;
    original->length = file.length;
    item.repaired.add(Repair::length_from_derivative, place_of(*original), "length");
  }
}

}  // namespace tapedeck::archive
