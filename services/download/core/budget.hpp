#pragma once

#include "async/clock.hpp"
#include "download/core/timetable.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <utility>

namespace tapedeck::download {

/// What the clock on the wall shows at `now`, since midnight: where the program runs, as its
/// operator told it.
using WallClock = std::chrono::minutes (*)(Instant now);

/// How many bytes may come from the Archive into the vault, for all transfers together.
///
/// A transfer asks before each piece. Whoever asks first goes first, so that transfers which always
/// have something to put down get as much one as the other. What was not used is kept for a second
/// and no longer: the most that comes at once. Lives on one loop; not thread-safe.
class Budget {
 public:
  static constexpr std::uint64_t most_piece = 64U << 10U;
  static constexpr std::chrono::seconds burst{1};

  /// `clock` outlives the budget.
  Budget(Clock& clock, Timetable timetable, WallClock wall)
      : clock_(clock), timetable_(std::move(timetable)), wall_(wall), next_(clock.ticks()) {}

  /// When downloads go on; nothing while they may come. At a full minute.
  [[nodiscard]] std::optional<Instant> closed_until() const;

  /// How much to receive ahead of take(): with more, bytes would come by fits and starts.
  [[nodiscard]] std::size_t ahead() const;

  /// Waits until some of `most` bytes may come, and gives how many: as few as an eighth of a second
  /// brings, so that a slow pace is a steady one. 0, and no wait, in hours without downloads.
  /// Errors: `cancelled`, after which what would have been given is lost to everybody.
  Task<Result<std::uint64_t>> take(std::uint64_t most);

 private:
  [[nodiscard]] Rate rate_now() const { return timetable_.at(wall_(clock_.now())); }

  Clock& clock_;
  Timetable timetable_;
  WallClock wall_;
  Clock::Ticks next_;  ///< When the bytes that were taken so far have come at the rate that holds.
};

}  // namespace tapedeck::download
