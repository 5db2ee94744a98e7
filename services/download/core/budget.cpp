#include "download/core/budget.hpp"

#include "archive/archive.hpp"

#include <algorithm>

namespace tapedeck::download {

using std::chrono::minutes;

std::optional<Instant> Budget::closed_until() const {
  const auto now = clock_.now();
  if (timetable_.at(wall_(now)) != 0U) return std::nullopt;
  // Minute by minute, so that nothing has to be known of when clocks are put forward and back. On
  // the day they are, hours may not take place at all.
  const auto latest = now + std::chrono::days{2};
  auto at = Instant(std::chrono::floor<minutes>(now)) + minutes{1};
  while (at < latest && timetable_.at(wall_(at)) == 0U)
    at += minutes{1};
  return at;
}

std::size_t Budget::ahead() const {
  constexpr std::size_t least = 16U << 10U;
  constexpr std::uint64_t parts_of_a_second = 4;
  const auto rate = rate_now();
  if (!rate) return archive::FetchRequest::most_ahead;
  return static_cast<std::size_t>(std::clamp<std::uint64_t>(*rate / parts_of_a_second, least,
                                                            archive::FetchRequest::most_ahead));
}

Task<Result<std::uint64_t>> Budget::take(std::uint64_t most) {
  const auto rate = rate_now();
  if (!rate) co_return most;
  if (*rate == 0) co_return std::uint64_t{0};
  constexpr std::uint64_t parts_of_a_second = 8;
  const auto steady = std::clamp<std::uint64_t>(*rate / parts_of_a_second, 1, most_piece);
  const auto bytes = std::min(most, steady);
  const auto begin = std::max(next_, clock_.ticks() - burst);
  constexpr std::uint64_t second = 1'000'000'000;
  next_ = begin + std::chrono::nanoseconds(bytes * second / *rate);
  if (begin > clock_.ticks()) {
    auto slept = co_await clock_.sleep_until(begin);
    if (!slept) co_return failure(slept);
  }
  co_return bytes;
}

}  // namespace tapedeck::download
