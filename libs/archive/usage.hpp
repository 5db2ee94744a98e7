#pragma once

#include "archive/lane.hpp"
#include "async/clock.hpp"

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>

namespace tapedeck::archive {

/// What the Archive was asked for, and what that cost, over some time.
struct Usage {
  std::array<std::uint64_t, lanes> calls{};  ///< Let through, by Lane.
  std::uint64_t waits = 0;                   ///< Calls that had to wait for their turn.
  std::chrono::milliseconds waited{};        ///< All of those together.
  std::chrono::milliseconds longest_wait{};
  std::uint64_t refused = 0;      ///< Calls that were never made: no turn in time, or cut off.
  std::uint64_t overloads = 0;    ///< Calls the Archive answered with 429 or 503.
  std::uint64_t unreachable = 0;  ///< Calls that did not reach it, or heard nothing.
};

/// Counts what was asked of the Archive within the last hour, to the minute. Pure: told the time.
class UsageMeter {
 public:
  using Ticks = Clock::Ticks;

  /// A call was let through after waiting.
  void called(Lane lane, std::chrono::nanoseconds waited, Ticks now);

  /// A call was not made.
  void refused(Ticks now);

  /// What a call came to.
  void reacted(Reaction reaction, Ticks now);

  [[nodiscard]] Usage last_hour(Ticks now) const;

 private:
  struct Minute {
    std::int64_t number = -1;  ///< Since the clock's epoch; -1 has never been.
    Usage usage;
  };

  [[nodiscard]] Usage& at(Ticks now);

  std::array<Minute, 60> minutes_;
};

}  // namespace tapedeck::archive
