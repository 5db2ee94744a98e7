#include "fake_archive/journal.hpp"

#include <utility>

namespace tapedeck::fake_archive {

std::uint64_t Journal::add(JournalLine line) {
  constexpr std::size_t kept = 100'000;
  line.number = ++last_;
  lines_.push_back(std::move(line));
  if (lines_.size() > kept) lines_.pop_front();
  return last_;
}

JournalLine* Journal::find(std::uint64_t number) {
  if (lines_.empty() || number < lines_.front().number) return nullptr;
  const auto place = number - lines_.front().number;
  return place < lines_.size() ? &lines_[place] : nullptr;
}

}  // namespace tapedeck::fake_archive
