#pragma once

#include "async/clock.hpp"
#include "base/result.hpp"
#include "browse/core/answer.hpp"
#include "browse/core/ports.hpp"

#include <cstddef>
#include <functional>
#include <list>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace tapedeck::browse {

/// What is known under one key, in memory.
struct HotAnswer {
  AnswerPtr answer;                ///< Null when the Archive refused.
  std::optional<Error> refusal{};  ///< Set then.
  Clock::Ticks repeat_until{};     ///< When a refusal ends.
};

/// The answers that were wanted last, at hand without a look at the disk. Bounded by their bytes:
/// what was not wanted for the longest time goes first.
///
/// Lives on one loop; not thread-safe.
class HotAnswers {
 public:
  explicit HotAnswers(std::size_t most_bytes) : most_bytes_(most_bytes) {}

  /// What is under `key`, now wanted last; null when nothing is. Good until the next call of
  /// another function.
  [[nodiscard]] HotAnswer* find(std::string_view key);

  /// Keeps `hot` in place of what was there. One that would take more than a quarter of the room
  /// is not kept.
  void put(std::string key, HotAnswer hot);

  void forget(std::string_view key);

  /// Throws away what `what` says. Refusals, which have no type, go in any case.
  void clear(const Clearing& what);

  [[nodiscard]] std::size_t bytes() const noexcept { return bytes_; }
  [[nodiscard]] std::size_t size() const noexcept { return order_.size(); }

 private:
  struct Entry {
    std::string key;
    HotAnswer hot;
    std::size_t bytes;
  };
  using Place = std::list<Entry>::iterator;

  void drop(Place place);

  std::size_t most_bytes_;
  std::size_t bytes_ = 0;
  std::list<Entry> order_;                            // the last wanted first
  std::unordered_map<std::string_view, Place> keys_;  // views into the entries
};

}  // namespace tapedeck::browse
