#include "http/outbound/alarms.hpp"

#include "async/within.hpp"

#include <utility>

namespace tapedeck::http::outbound {

Alarms::Alarms(async::Executor executor, Clock& clock)
    : clock_(clock), sooner_(executor), watcher_(executor) {}

Task<void> Alarms::close() {
  watcher_.cancel();
  co_await watcher_.join();
}

void Alarms::watch_until(Clock::Ticks at) {
  if (!watching_) {
    watching_ = true;
    watcher_.spawn(watch());
  } else if (at < asleep_until_) {
    sooner_.announce();
  }
}

void Alarms::ring_those_due() {
  const auto now = clock_.ticks();
  while (!waiting_.empty() && waiting_.begin()->first <= now) {
    Alarm& due = *waiting_.begin()->second;
    due.unset();
    due.ring_();
  }
}

Task<void> Alarms::watch() {
  for (;;) {
    ring_those_due();
    asleep_until_ = waiting_.empty() ? Clock::Ticks::max() : waiting_.begin()->first;
    if (waiting_.empty()) {
      const auto woken = co_await sooner_.wait();
      if (!woken) co_return;
    } else {
      const auto woken = co_await async::within(clock_, Deadline(asleep_until_), sooner_.wait());
      if (!woken && woken.error().code == Errc::cancelled) co_return;
    }
  }
}

Alarm::Alarm(Alarms& alarms, std::move_only_function<void()> ring)
    : alarms_(alarms), ring_(std::move(ring)) {
  Alarms::Waiting one;
  one.emplace(Clock::Ticks{}, this);
  off_ = one.extract(one.begin());
}

Alarm::~Alarm() { unset(); }

void Alarm::set(Clock::Ticks at) {
  unset();
  off_.key() = at;
  on_ = alarms_.waiting_.insert(std::move(off_));
  alarms_.watch_until(at);
}

void Alarm::set_in(std::chrono::nanoseconds duration) {
  set(alarms_.clock_.ticks() + std::chrono::duration_cast<Clock::Ticks::duration>(duration));
}

void Alarm::unset() {
  if (off_.empty()) off_ = alarms_.waiting_.extract(on_);
}

}  // namespace tapedeck::http::outbound
