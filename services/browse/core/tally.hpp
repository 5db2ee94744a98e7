#pragma once

#include "json/words.hpp"
#include "messages/cache.hpp"

#include <array>
#include <cstdint>
#include <utility>

namespace tapedeck::browse {

/// How often answers of one type came from where, since the service started.
struct AnswerCounts {
  std::uint64_t fresh = 0;
  std::uint64_t stale = 0;
  std::uint64_t miss = 0;      ///< The Archive was asked.
  std::uint64_t negative = 0;  ///< A refusal was repeated.
  std::uint64_t failed = 0;    ///< There was nothing to give.
};

/// The counts of each type.
class Tally {
 public:
  [[nodiscard]] AnswerCounts& of(messages::CacheType type) {
    return counts_[std::to_underlying(type)];
  }
  [[nodiscard]] const AnswerCounts& of(messages::CacheType type) const {
    return counts_[std::to_underlying(type)];
  }

 private:
  std::array<AnswerCounts, json::words<messages::CacheType>.size()> counts_{};
};

}  // namespace tapedeck::browse
