#pragma once

#include "archive/limiter.hpp"
#include "browse/core/tally.hpp"
#include "telemetry/metrics.hpp"

#include <cstdint>
#include <vector>

namespace tapedeck::browse {

/// Adds what the browser counts and how the Archive is to the service's metrics:
/// `tapedeck_cache_answers_total{type, kind}`, `tapedeck_archive_calls{lane, state}`,
/// `tapedeck_archive_held_back_seconds{by}`.
///
/// Reads them when metrics are asked for, on the service's loop. All three outlive it, and it
/// outlives every text() of the metrics.
class BrowseMetrics {
 public:
  BrowseMetrics(telemetry::Metrics& metrics, const Tally& tally, const archive::Limiter& limiter);
  BrowseMetrics(const BrowseMetrics&) = delete;
  BrowseMetrics& operator=(const BrowseMetrics&) = delete;

 private:
  /// A series that follows a number elsewhere.
  struct Follower {
    telemetry::Counter series;
    const std::uint64_t* number;
    std::uint64_t told = 0;
  };
  struct LaneSeries {
    telemetry::Gauge running;
    telemetry::Gauge waiting;
  };

  void refresh();

  const archive::Limiter& limiter_;
  std::vector<Follower> followers_;
  std::vector<LaneSeries> lanes_;
  telemetry::Gauge braked_;
  telemetry::Gauge cut_off_;
};

}  // namespace tapedeck::browse
