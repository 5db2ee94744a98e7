#include "browse/core/hot_answers.hpp"

#include <utility>

namespace tapedeck::browse {
namespace {

/// What an entry takes beside its texts, roughly.
constexpr std::size_t entry_bytes = 256;

bool is_meant(const Clearing& what, const HotAnswer& hot) {
  if (!hot.answer) return true;
  if (what.type && *what.type != hot.answer->type) return false;
  return !what.made_before || hot.answer->made < *what.made_before;
}

}  // namespace

HotAnswer* HotAnswers::find(std::string_view key) {
  const auto found = keys_.find(key);
  if (found == keys_.end()) return nullptr;
  order_.splice(order_.begin(), order_, found->second);
  return &found->second->hot;
}

void HotAnswers::put(std::string key, HotAnswer hot) {
  forget(key);
  const auto bytes = entry_bytes + key.size() + (hot.answer ? hot.answer->body.size() : 0);
  if (bytes > most_bytes_ / 4) return;
  order_.push_front(Entry{std::move(key), std::move(hot), bytes});
  keys_.emplace(order_.front().key, order_.begin());
  bytes_ += bytes;
  while (bytes_ > most_bytes_)
    drop(std::prev(order_.end()));
}

void HotAnswers::forget(std::string_view key) {
  if (const auto found = keys_.find(key); found != keys_.end()) drop(found->second);
}

void HotAnswers::clear(const Clearing& what) {
  for (auto place = order_.begin(); place != order_.end();) {
    const auto next = std::next(place);
    if (is_meant(what, place->hot)) drop(place);
    place = next;
  }
}

void HotAnswers::drop(Place place) {
  bytes_ -= place->bytes;
  keys_.erase(place->key);
  order_.erase(place);
}

}  // namespace tapedeck::browse
