#pragma once

#include <chrono>
#include <cstddef>
#include <list>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace tapedeck::gateway {

/// A point on the monotonic clock. Rules are given the time; they never ask for it.
using Moment = std::chrono::steady_clock::time_point;

/// Values by key, of which only those used last are kept: what strangers can make grow has a size.
/// Lives on one loop; not thread-safe.
template <class Value>
class RecentTable {
 public:
  /// `most` is above zero.
  explicit RecentTable(std::size_t most) : most_(most) {}

  /// The value under `key`, made by default when there is none; valid until the next call. The one
  /// unused longest goes when there are too many.
  Value& use(std::string_view key) {
    if (auto* found = find(key)) return *found;
    if (entries_.size() == most_) {
      by_key_.erase(entries_.back().first);
      entries_.pop_back();
    }
    entries_.emplace_front(std::string(key), Value{});
    by_key_.emplace(entries_.front().first, entries_.begin());
    return entries_.front().second;
  }

  /// The value under `key`, which counts as used; null when there is none.
  Value* find(std::string_view key) {
    const auto found = by_key_.find(key);
    if (found == by_key_.end()) return nullptr;
    entries_.splice(entries_.begin(), entries_, found->second);
    return &found->second->second;
  }

  void erase(std::string_view key) {
    const auto found = by_key_.find(key);
    if (found == by_key_.end()) return;
    const auto entry = found->second;
    by_key_.erase(found);
    entries_.erase(entry);
  }

  [[nodiscard]] std::size_t size() const noexcept { return entries_.size(); }

 private:
  using Entries = std::list<std::pair<std::string, Value>>;

  std::size_t most_;
  Entries entries_;  ///< The one used last is in front.
  std::unordered_map<std::string_view, typename Entries::iterator> by_key_;  ///< Keys of entries_.
};

}  // namespace tapedeck::gateway
