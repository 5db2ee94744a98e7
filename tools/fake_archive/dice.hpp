#pragma once

#include <cstdint>
#include <string_view>

namespace tapedeck::fake_archive {

/// Numbers that look random and are the same on every machine: what is made from a seed can be made
/// again. (The standard's distributions are not: each library draws its own way.)
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed) {}

  /// Dice for a thing with a name, such as an item or a file of it.
  explicit Dice(std::string_view name, std::uint64_t salt = 0);

  /// All 64 bits alike (SplitMix64: Steele, Lea, Flood, OOPSLA 2014).
  std::uint64_t next();

  /// From `low` to `high`, both possible.
  std::uint64_t between(std::uint64_t low, std::uint64_t high);

  /// True with this probability; 0 is never, 1 always.
  bool chance(double probability);

 private:
  std::uint64_t state_;
};

}  // namespace tapedeck::fake_archive
