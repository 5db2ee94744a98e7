#include "runtime/archive_statistics.hpp"

#include <chrono>
#include <utility>

namespace tapedeck::runtime {
namespace {

using archive::Lane;

std::int64_t whole(std::uint64_t number) { return static_cast<std::int64_t>(number); }

std::int64_t milliseconds(std::chrono::nanoseconds duration) {
  return std::chrono::ceil<std::chrono::milliseconds>(duration).count();
}

std::int64_t calls(const archive::Usage& usage, Lane lane) {
  return whole(usage.calls[std::to_underlying(lane)]);
}

}  // namespace

Task<Result<std::map<std::string, std::int64_t>>> ArchiveStatistics::count(Deadline deadline) {
  auto counts = co_await own_.count(deadline);
  if (!counts) co_return failure(counts);
  const auto usage = limiter_.last_hour();
  const auto standing = limiter_.standing();
  auto& all = *counts;
  all["archive_lookups_last_hour"] = calls(usage, Lane::lookup);
  all["archive_transfers_last_hour"] = calls(usage, Lane::transfer);
  all["archive_plays_last_hour"] = calls(usage, Lane::play);
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
