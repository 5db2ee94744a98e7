#pragma once

#include "database/observer.hpp"
#include "telemetry/log.hpp"
#include "telemetry/metrics.hpp"

#include <map>
#include <mutex>
#include <string>
#include <string_view>

namespace tapedeck::runtime {

/// Counts every statement where it belongs: the name of a statement begins with its service's, so
/// services that share a database still have their own series. Any thread.
class StatementMetrics final : public database::StatementObserver {
 public:
  /// `metrics` outlives its attachment, which detach() ends.
  void attach(std::string_view service, telemetry::Metrics& metrics);
  void detach(std::string_view service);

  void ran(std::string_view statement, std::chrono::nanoseconds took,
           std::optional<Errc> failed) noexcept override;

 private:
  struct Series {
    telemetry::Histogram seconds;
    telemetry::Counter failures;
  };

  std::mutex mutex_;
  std::map<std::string, telemetry::Metrics*, std::less<>> services_;
  std::map<std::string, Series, std::less<>> series_;
  telemetry::Log log_{"database"};
};

}  // namespace tapedeck::runtime
