#include "runtime/statement_metrics.hpp"

#include <array>

namespace tapedeck::runtime {
namespace {

/// From a cached read to a statement somebody should look at.
constexpr std::array statement_seconds{0.0001, 0.0005, 0.001, 0.005, 0.025, 0.1, 0.5, 1.0, 5.0};
constexpr std::chrono::seconds slow{1};

std::string_view service_of(std::string_view statement) {
  return statement.substr(0, statement.find('.'));
}

}  // namespace

void StatementMetrics::attach(std::string_view service, telemetry::Metrics& metrics) {
  const std::lock_guard lock(mutex_);
  services_.insert_or_assign(std::string(service), &metrics);
}

void StatementMetrics::detach(std::string_view service) {
  const std::lock_guard lock(mutex_);
  services_.erase(std::string(service));
  std::erase_if(series_, [&](const auto& entry) { return service_of(entry.first) == service; });
}

void StatementMetrics::ran(std::string_view statement, std::chrono::nanoseconds took,
                           std::optional<Errc> failed) noexcept {
  if (took >= slow) {
    log_.warning("slow statement",
                 {{"statement", statement},
                  {"ms", std::chrono::duration_cast<std::chrono::milliseconds>(took).count()}});
  }
  const std::lock_guard lock(mutex_);
  auto found = series_.find(statement);
  if (found == series_.end()) {
    const auto service = services_.find(service_of(statement));
    if (service == services_.end()) return;
    const telemetry::Labels labels{{"statement", std::string(statement)}};
    auto& metrics = *service->second;
    const Series made{
        metrics.histogram("tapedeck_database_seconds", "How long statements took.",
                          statement_seconds, labels),
        metrics.counter("tapedeck_database_failures_total", "Statements that failed.", labels)};
    found = series_.emplace(std::string(statement), made).first;
  }
  found->second.seconds.observe(std::chrono::duration<double>(took).count());
  if (failed) found->second.failures.add();
}

}  // namespace tapedeck::runtime
