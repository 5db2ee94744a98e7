#pragma once

#include "archive/limiter.hpp"
#include "runtime/system.hpp"

namespace tapedeck::runtime {

/// Adds to what a service counts what this process has asked of the Archive within the last hour,
/// and for how long it leaves it alone from now on: `archive_…`. Services of one process, which
/// share the limiter, say the same.
class ArchiveStatistics final : public StatisticsSource {
 public:
  /// Both outlive it.
  ArchiveStatistics(StatisticsSource& own, const archive::Limiter& limiter)
      : own_(own), limiter_(limiter) {}

  Task<Result<std::map<std::string, std::int64_t>>> count(Deadline deadline) override;

 private:
  StatisticsSource& own_;
  const archive::Limiter& limiter_;
};

}  // namespace tapedeck::runtime
