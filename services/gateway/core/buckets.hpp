#pragma once

#include "gateway/core/recent_table.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

namespace tapedeck::gateway {

/// How fast something may be done: so many at once, and one more after each interval.
struct Pace {
  std::uint32_t at_once = 1;
  std::chrono::nanoseconds interval{0};  ///< Zero: as fast as anybody likes.
};

/// A bucket of tokens for each key, such as an address or a user.
///
/// A key costs one point in time, at which its bucket is full again (the generic cell rate
/// algorithm: the same answers as counting tokens, without refilling any). Lives on one loop; not
/// thread-safe.
class Buckets {
 public:
  static constexpr std::size_t most_keys = 20'000;  ///< About 3 MB.

  explicit Buckets(Pace pace, std::size_t most = most_keys) : pace_(pace), full_at_(most) {}

  /// Takes a token of `key`. Nothing when there was one, else how long until there is.
  std::optional<std::chrono::nanoseconds> take(std::string_view key, Moment now);

  /// Puts a token back that was taken for nothing.
  void put_back(std::string_view key);

 private:
  Pace pace_;
  RecentTable<Moment> full_at_;
};

}  // namespace tapedeck::gateway
