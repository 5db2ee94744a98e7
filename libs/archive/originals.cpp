#include "archive/originals.hpp"

namespace tapedeck::archive {

Originals::Originals(const std::vector<File>& files) : files_(files) {
  for (std::size_t at = 0; at < files.size(); ++at)
    by_name_.emplace(files[at].name.text(), at);
}

Upload Originals::upload_of(std::size_t at) const {
  constexpr int most_steps = 4;  // an item may say that files were made from one another
  for (int step = 0; step < most_steps && files_[at].made_from.size() == 1; ++step) {
    const auto name = files_[at].made_from.front().text();
    const auto found = by_name_.find(name);
    if (found == by_name_.end()) return {.name = name, .at = at, .is_there = false};
    at = found->second;
  }
  return {.name = files_[at].name.text(), .at = at};
}

}  // namespace tapedeck::archive
