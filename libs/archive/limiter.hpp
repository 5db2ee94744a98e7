#pragma once

#include "archive/brake.hpp"
#include "archive/breaker.hpp"
#include "archive/lane.hpp"
#include "archive/usage.hpp"
#include "async/clock.hpp"
#include "async/task.hpp"
#include "base/result.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <random>
#include <utility>

namespace tapedeck::archive {

/// How many calls of one lane there may be.
struct LaneLimits {
  unsigned at_once = 1;
  std::size_t queue = 64;  ///< May wait.
};

/// How politely the Archive is asked. It publishes no quota; these are the numbers that others
/// settled on after being blocked.
struct Manners {
  /// Between the beginnings of two calls of the lanes that keep it: four a second in all.
  std::chrono::milliseconds spacing{250};
  LaneLimits lookup{.at_once = 1, .queue = 64};
  LaneLimits picture{.at_once = 1, .queue = 120};  ///< As many as have their turn within 30 s.
  LaneLimits walk{.at_once = 1, .queue = 8};       ///< One service walks; a few may look.
  LaneLimits transfer{.at_once = 2, .queue = 64};
  LaneLimits play{.at_once = 2, .queue = 64};
  /// So many lookups in a row are let past a picture or a walk that waits; then it has a turn.
  unsigned lookups_in_a_row = 4;
  async::Backoff backoff{};                           ///< After a 429 or 503 that names no time.
  std::chrono::milliseconds longest_wait{3'600'000};  ///< However much a Retry-After asks for.
  Breaker::Settings breaker{};
};

/// Lets calls to the Archive through, politely: one for the whole process, shared by all callers.
///
/// Lookups, pictures and walks share one spacing. A picture or a walk makes way for a lookup that
/// waits and could begin, but not for ever: after a few in a row it has its turn. Between the two,
/// who has waited for longer goes first.
///
/// Its clock is its only notion of time. Any thread may call it, on its own loop, and goes on
/// there.
class Limiter {
 public:
  using Ticks = Clock::Ticks;
  class Permit;

  /// How things stand, for health and metrics.
  struct Standing {
    std::array<unsigned, lanes> running{};  ///< By Lane.
    std::array<std::size_t, lanes> waiting{};
    std::chrono::nanoseconds braked_for{};   ///< Zero when the Archive has no complaint.
    std::chrono::nanoseconds cut_off_for{};  ///< Zero when it can be reached, or may be again.
  };

  /// `seed` spreads the waits; any number.
  Limiter(Clock& clock, Manners manners, std::uint32_t seed);

  /// Stops the process if a call still waits or runs: it would come back to what is gone.
  ~Limiter();
  Limiter(const Limiter&) = delete;
  Limiter& operator=(const Limiter&) = delete;

  /// Waits for this call's turn, first come first served within its lane.
  ///
  /// Whoever could not be let in by `deadline` anyway is told so at once.
  /// Errors: `unavailable` when the Archive cannot be reached, or too many wait already;
  /// `rate_limited` when it asked for more patience than `deadline` has (both say when to come
  /// again); `timed_out`; `cancelled`.
  Task<Result<Permit>> enter(Lane lane, Deadline deadline);

  [[nodiscard]] Standing standing() const;

  /// What was asked of the Archive within the last hour.
  [[nodiscard]] Usage last_hour() const;

 private:
  struct Waiter;
  struct LaneState {
    LaneLimits limits;
    unsigned running = 0;
    std::deque<Waiter*> queue;

    /// Whether somebody waits whom the lane itself would let in.
    [[nodiscard]] bool could_begin() const { return !queue.empty() && running < limits.at_once; }
  };
  /// What stands between the head of a queue and its call.
  struct Turn {
    bool now = false;
    std::optional<Ticks> at{};  ///< When to look again; absent: when something ends.
    std::optional<Error> refused{};
  };

  [[nodiscard]] LaneState& state(Lane lane) { return lanes_[std::to_underlying(lane)]; }
  [[nodiscard]] const LaneState& state(Lane lane) const { return lanes_[std::to_underlying(lane)]; }
  [[nodiscard]] bool others_wait() const;
  [[nodiscard]] bool makes_way(const Waiter& waiter) const;
  [[nodiscard]] Turn turn(const Waiter& waiter, Deadline deadline, Ticks now) const;
  [[nodiscard]] bool begin(Lane lane, Ticks arrived, Ticks now);
  void react(Reaction reaction, std::optional<std::chrono::milliseconds> asked, Ticks began,
             bool scout);
  void end(Lane lane, bool unanswered_scout);
  void wake();

  Clock& clock_;
  const Manners manners_;
  mutable std::mutex mutex_;  // guards all below; held for no wait
  std::array<LaneState, lanes> lanes_;
  Ticks next_spaced_{};
  unsigned in_a_row_ = 0;  // lookups that others have let past since one of those had a turn
  Brake brake_;
  Breaker breaker_;
  UsageMeter usage_;
  unsigned scouts_ = 0;  // calls let through to find out, and not yet answered
  std::minstd_rand dice_;
};

/// One call's turn, from its beginning to its destruction. Lives no longer than its Limiter.
class Limiter::Permit {
 public:
  Permit(Permit&& other) noexcept;
  Permit& operator=(Permit&&) = delete;
  ~Permit();

  /// Tells what the call came to, as soon as it is known: with the first line of the answer, not
  /// after its last byte. Counts once. A call that was given up for reasons of ours says nothing.
  void answered(Reaction reaction, std::optional<std::chrono::milliseconds> retry_after = {});

 private:
  friend class Limiter;
  Permit(Limiter& limiter, Lane lane, Ticks began, bool scout)
      : limiter_(&limiter), lane_(lane), began_(began), scout_(scout) {}

  Limiter* limiter_;  // null once moved from
  Lane lane_;
  Ticks began_;
  bool scout_;
  bool told_ = false;
};

}  // namespace tapedeck::archive
