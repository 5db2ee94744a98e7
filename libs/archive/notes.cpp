#include "archive/notes.hpp"

#include <utility>

namespace tapedeck::archive {

void Notes::add(Repair repair, std::string_view path, std::string_view key) {
  auto& note = by_repair_[std::to_underlying(repair)];
  note.repair = repair;
  ++note.count;
  if (note.places.size() >= most_places) return;
  note.places.push_back(std::string(path) + "/" + std::string(key));
}

std::uint32_t Notes::count(Repair repair) const {
  return by_repair_[std::to_underlying(repair)].count;
}

const std::vector<std::string>& Notes::places(Repair repair) const& {
  return by_repair_[std::to_underlying(repair)].places;
}

std::vector<Note> Notes::list() const {
  std::vector<Note> notes;
  for (const auto& note : by_repair_) {
    if (note.count > 0) notes.push_back(note);
  }
  return notes;
}

}  // namespace tapedeck::archive
