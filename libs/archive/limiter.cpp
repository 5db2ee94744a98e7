#include "archive/limiter.hpp"

#include "async/doorbell.hpp"
#include "async/within.hpp"
#include "base/ensure.hpp"

#include <boost/asio/this_coro.hpp>

#include <algorithm>

namespace tapedeck::archive {
namespace {

const LaneLimits& limits_of(const Manners& manners, Lane lane) {
  switch (lane) {
    case Lane::lookup:
      return manners.lookup;
    case Lane::picture:
      return manners.picture;
    case Lane::walk:
      return manners.walk;
    case Lane::transfer:
      return manners.transfer;
    case Lane::play:
      return manners.play;
  }
  return manners.lookup;
}

std::chrono::milliseconds rounded_up(std::chrono::nanoseconds duration) {
  return std::chrono::ceil<std::chrono::milliseconds>(duration);
}

Error come_again(Errc code, std::string message, std::chrono::nanoseconds in, std::string detail) {
  return Error{code, std::move(message), std::move(detail), rounded_up(in), {}};
}

}  // namespace

/// One call in a queue, from its arrival to its turn.
struct Limiter::Waiter {
  Waiter(Limiter& owner, Lane in, Ticks at, async::Executor home)
      : limiter(owner), lane(in), arrived(at), bell(home) {}
  Waiter(const Waiter&) = delete;
  Waiter& operator=(const Waiter&) = delete;

  ~Waiter() {
    const std::lock_guard lock(limiter.mutex_);
    std::erase(limiter.state(lane).queue, this);
    limiter.wake();
  }

  Limiter& limiter;
  Lane lane;
  Ticks arrived;
  async::Doorbell bell;
};

Limiter::Limiter(Clock& clock, Manners manners, std::uint32_t seed)
    : clock_(clock),
      manners_(manners),
      brake_(manners.backoff, manners.longest_wait),
      breaker_(manners.breaker),
      dice_(seed) {
  for (const auto lane : every_lane)
    state(lane).limits = limits_of(manners_, lane);
}

Limiter::~Limiter() {
  for (const auto lane : every_lane) {
    ensure(state(lane).queue.empty() && state(lane).running == 0,
           "every call to the Archive must have ended before its limiter");
  }
}

Task<Result<Limiter::Permit>> Limiter::enter(Lane lane, Deadline deadline) {
  auto home = co_await boost::asio::this_coro::executor;
  Waiter waiter(*this, lane, clock_.ticks(), home);
  {
    const std::lock_guard lock(mutex_);
    const auto most = state(lane).limits.queue;
    if (state(lane).queue.size() >= most) {
      usage_.refused(waiter.arrived);
      co_return fail_until(Errc::unavailable,
                           "Too many ask the Archive at once; try again in a moment.",
                           manners_.spacing * most, "the Archive's queue is full");
    }
    state(lane).queue.push_back(&waiter);
  }
  for (;;) {
    Turn next;
    {
      const std::lock_guard lock(mutex_);
      const auto now = clock_.ticks();
      next = turn(waiter, deadline, now);
      if (next.now) {
        const bool scout = begin(lane, waiter.arrived, now);
        co_return Permit(*this, lane, now, scout);
      }
      if (next.refused) usage_.refused(now);
    }
    if (next.refused) co_return std::unexpected(std::move(*next.refused));

    const auto look_again = next.at ? deadline.or_sooner(Deadline(*next.at)) : deadline;
    auto rung = co_await async::within(clock_, look_again, waiter.bell.wait());
    if (!rung && rung.error().code != Errc::timed_out) co_return failure(rung);
  }
}

/// Whether a picture or a walk waits that its lane would let in.
bool Limiter::others_wait() const {
  return state(Lane::picture).could_begin() || state(Lane::walk).could_begin();
}

/// Whether somebody who could begin goes before `waiter`, its own lane apart. Whoever that is wakes
/// all others by leaving its queue.
bool Limiter::makes_way(const Waiter& waiter) const {
  if (!is_spaced(waiter.lane)) return false;
  const bool patience_ends = in_a_row_ >= manners_.lookups_in_a_row;
  if (waiter.lane == Lane::lookup) return patience_ends && others_wait();
  if (!patience_ends && state(Lane::lookup).could_begin()) return true;
  const auto& other = state(waiter.lane == Lane::walk ? Lane::picture : Lane::walk);
  return other.could_begin() && other.queue.front()->arrived < waiter.arrived;
}

Limiter::Turn Limiter::turn(const Waiter& waiter, Deadline deadline, Ticks now) const {
  const auto& own = state(waiter.lane);
  Turn next;
  if (now < breaker_.until()) {
    next.refused = come_again(Errc::unavailable, "The Archive cannot be reached at the moment.",
                              breaker_.until() - now, "the breaker is open");
    return next;
  }
  if (brake_.until() > deadline.at()) {
    next.refused = come_again(Errc::rate_limited, "The Archive asks for patience; try again later.",
                              brake_.until() - now, "the brake is pressed");
    return next;
  }
  if (deadline.at() <= now) {
    next.refused = Error{Errc::timed_out,
                         "The Archive was too busy to be asked in time.",
                         "waited for a turn until the deadline",
                         {},
                         {}};
    return next;
  }
  const bool finding_out = (brake_.pressed() || breaker_.open()) && scouts_ > 0;
  const bool is_next = own.queue.front() == &waiter && own.could_begin();
  if (!is_next || finding_out || makes_way(waiter)) return next;

  const auto at = is_spaced(waiter.lane) ? std::max(next_spaced_, brake_.until()) : brake_.until();
  next.now = at <= now;
  if (!next.now) next.at = at;
  return next;
}

/// Takes the turn; gives whether the call is a scout.
bool Limiter::begin(Lane lane, Ticks arrived, Ticks now) {
  usage_.called(lane, now - arrived, now);
  ++state(lane).running;
  if (is_spaced(lane)) {
    next_spaced_ = now + manners_.spacing;
    in_a_row_ = lane == Lane::lookup && others_wait() ? in_a_row_ + 1 : 0;
  }
  const bool scout = brake_.pressed() || breaker_.open();
  if (scout) ++scouts_;
  return scout;
}

void Limiter::react(Reaction reaction, std::optional<std::chrono::milliseconds> asked, Ticks began,
                    bool scout) {
  const std::lock_guard lock(mutex_);
  const auto now = clock_.ticks();
  usage_.reacted(reaction, now);
  if (scout) --scouts_;
  switch (reaction) {
    case Reaction::answered:
      breaker_.answered();
      brake_.ease(began);
      break;
    case Reaction::overloaded:
      breaker_.answered();
      brake_.press(began, now, asked, static_cast<std::uint32_t>(dice_()));
      break;
    case Reaction::unreachable:
      breaker_.unreachable(began, now);
      break;
    case Reaction::silent:
      breaker_.silent(began, now);
      break;
  }
  wake();
}

void Limiter::end(Lane lane, bool unanswered_scout) {
  const std::lock_guard lock(mutex_);
  --state(lane).running;
  if (unanswered_scout) --scouts_;
  wake();
}

/// Makes everybody look again; with mutex_ held, so that none of them is gone before it is rung.
void Limiter::wake() {
  for (auto& lane : lanes_) {
    // All, not only the first: when the breaker has opened, all are to hear of it.
    for (auto* waiter : lane.queue)
      waiter->bell.ring();
  }
}

Limiter::Standing Limiter::standing() const {
  const std::lock_guard lock(mutex_);
  const auto now = clock_.ticks();
  const auto left = [&](Ticks until) { return std::max(until - now, Ticks::duration{0}); };
  Standing standing;
  for (const auto lane : every_lane) {
    const auto at = std::to_underlying(lane);
    standing.running[at] = lanes_[at].running;
    standing.waiting[at] = lanes_[at].queue.size();
  }
  standing.braked_for = left(brake_.until());
  standing.cut_off_for = left(breaker_.until());
  return standing;
}

Usage Limiter::last_hour() const {
  const std::lock_guard lock(mutex_);
  return usage_.last_hour(clock_.ticks());
}

Limiter::Permit::Permit(Permit&& other) noexcept
    : limiter_(std::exchange(other.limiter_, nullptr)),
      lane_(other.lane_),
      began_(other.began_),
      scout_(other.scout_),
      told_(other.told_) {}

Limiter::Permit::~Permit() {
  if (limiter_) limiter_->end(lane_, scout_ && !told_);
}

void Limiter::Permit::answered(Reaction reaction,
                               std::optional<std::chrono::milliseconds> retry_after) {
  if (told_ || !limiter_) return;
  told_ = true;
  limiter_->react(reaction, retry_after, began_, scout_);
}

}  // namespace tapedeck::archive
