#include "runtime/archive_statistics.hpp"

#include <chrono>
#include <string>
#include <utility>

namespace tapedeck::runtime {
namespace {

std::int64_t whole(std::uint64_t number) { return static_cast<std::int64_t>(number); }

std::int64_t milliseconds(std::chrono::nanoseconds duration) {
  return std::chrono::ceil<std::chrono::milliseconds>(duration).count();
}

}  // namespace

Task<Result<std::map<std::string, std::int64_t>>> ArchiveStatistics::count(Deadline deadline) {
  auto counts = co_await own_.count(deadline);
  if (!counts) co_return failure(counts);
  const auto usage = limiter_.last_hour();
  const auto standing = limiter_.standing();
  auto& all = *counts;
  for (const auto lane : archive::every_lane) {
    const auto name = "archive_" + std::string(archive::to_text(lane)) + "s_last_hour";
    all[name] = whole(usage.calls[std::to_underlying(lane)]);
  }
  all["archive_waits_last_hour"] = whole(usage.waits);
  all["archive_waited_ms_last_hour"] = milliseconds(usage.waited);
  all["archive_longest_wait_ms_last_hour"] = milliseconds(usage.longest_wait);
  all["archive_refused_last_hour"] = whole(usage.refused);
  all["archive_overloads_last_hour"] = whole(usage.overloads);
  all["archive_unreachable_last_hour"] = whole(usage.unreachable);
  all["archive_braked_for_ms"] = milliseconds(standing.braked_for);
  all["archive_cut_off_for_ms"] = milliseconds(standing.cut_off_for);
  co_return counts;
}

}  // namespace tapedeck::runtime
