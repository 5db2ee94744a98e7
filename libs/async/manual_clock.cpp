#include "async/manual_clock.hpp"

#include "async/event.hpp"
#include "base/ensure.hpp"

#include <boost/asio/this_coro.hpp>

namespace tapedeck::async {

/// One wait. It is in the map from its begin to its end, however it ends.
struct ManualClock::Sleeper {
  Sleeper(Executor executor, std::multimap<Ticks, const Sleeper*>& all, Ticks until)
      : awake(std::make_unique<Event>(executor)), sleepers(all), at(all.emplace(until, this)) {}
  ~Sleeper() { sleepers.erase(at); }
  Sleeper(const Sleeper&) = delete;
  Sleeper& operator=(const Sleeper&) = delete;

  std::unique_ptr<Event> awake;
  std::multimap<Ticks, const Sleeper*>& sleepers;
  std::multimap<Ticks, const Sleeper*>::iterator at;
};

ManualClock::ManualClock(Instant start) : now_(start) {}

ManualClock::~ManualClock() = default;

Task<Result<void>> ManualClock::sleep_until(Ticks until) {
  if (until <= ticks_) co_return Result<void>();

  const Sleeper sleeper(co_await boost::asio::this_coro::executor, sleepers_, until);
  while (ticks_ < until) {
    auto woken = co_await sleeper.awake->wait();
    if (!woken) co_return failure(woken);
  }
  co_return Result<void>();
}

void ManualClock::jump_to(Ticks to) {
  const auto by = to - ticks_;
  ticks_ = to;
  now_ += by;
  for (auto [at, sleeper] : sleepers_) {
    if (at > to) break;
    sleeper->awake->announce();
  }
}

void ManualClock::advance(Loop& loop, std::chrono::nanoseconds duration) {
  const auto end = ticks_ + std::chrono::duration_cast<Ticks::duration>(duration);
  while (loop.poll() > 0) {
  }
  while (!sleepers_.empty() && sleepers_.begin()->first <= end) {
    jump_to(sleepers_.begin()->first);
    while (loop.poll() > 0) {
    }
  }
  jump_to(end);
}

void ManualClock::run_until_idle(Loop& loop, std::chrono::nanoseconds limit) {
  const auto end = ticks_ + std::chrono::duration_cast<Ticks::duration>(limit);
  while (loop.poll() > 0) {
  }
  while (!sleepers_.empty()) {
    const auto next = sleepers_.begin()->first;
    ensure(next <= end, "a test on virtual time must come to rest");
    jump_to(next);
    while (loop.poll() > 0) {
    }
  }
}

}  // namespace tapedeck::async
