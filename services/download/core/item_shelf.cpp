#include "download/core/item_shelf.hpp"

#include <algorithm>
#include <utility>

namespace tapedeck::download {

Task<Result<ItemShelf::ItemPtr>> ItemShelf::item(ItemIdentifier name, Clock::Ticks not_before,
                                                 Deadline deadline) {
  const auto asked = clock_.ticks();
  std::erase_if(entries_, [&](const Entry& entry) { return asked - entry.asked >= fresh_for; });
  const auto found = std::ranges::find_if(entries_, [&](const Entry& entry) {
    return entry.item->identifier == name && entry.asked >= not_before;
  });
  if (found != entries_.end()) co_return found->item;

  auto told = co_await archive_.item(name, deadline);
  if (!told) co_return failure(told);
  auto item = std::make_shared<const archive::Item>(*std::move(told));
  std::erase_if(entries_, [&](const Entry& entry) { return entry.item->identifier == name; });
  entries_.push_back({item, asked});
  make_room();
  co_return item;
}

void ItemShelf::make_room() {
  std::size_t files = 0;
  for (const auto& entry : entries_)
    files += entry.item->files.size();
  while (files > most_files && entries_.size() > 1) {
    files -= entries_.front().item->files.size();
    entries_.erase(entries_.begin());
  }
}

}  // namespace tapedeck::download
