#include "async/clock.hpp"

#include "async/timer.hpp"
#include "async/use_task.hpp"

#include <boost/asio/this_coro.hpp>

#include <algorithm>

namespace tapedeck {

Task<Result<void>> Clock::sleep_for(std::chrono::nanoseconds duration) {
  const auto until = ticks() + std::chrono::duration_cast<Ticks::duration>(duration);
  co_return co_await sleep_until(until);
}

Instant SystemClock::now() const {
  return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

Clock::Ticks SystemClock::ticks() const { return std::chrono::steady_clock::now(); }

Task<Result<void>> SystemClock::sleep_until(Ticks until) {
  async::Timer timer(co_await boost::asio::this_coro::executor, until);
  const auto [error] = co_await timer.async_wait(async::use_tuple);
  if (error) co_return fail(Errc::cancelled, "The wait was cancelled.");
  co_return Result<void>();
}

std::chrono::nanoseconds Deadline::left(const Clock& clock) const {
  return std::max(std::chrono::nanoseconds{0},
                  std::chrono::duration_cast<std::chrono::nanoseconds>(at_ - clock.ticks()));
}

}  // namespace tapedeck
