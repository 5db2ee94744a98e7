#include "messages/health.hpp"

#include <utility>

namespace tapedeck::messages {

HealthReport report_of(const ServiceHealth& health, std::string version, bool with_parts) {
  HealthReport report;
  report.service = health.service;
  report.version = std::move(version);
  report.status = health.status;
  report.ready = health.ready;
  report.since = health.since;
  if (with_parts) report.parts = health.parts;
  return report;
}

}  // namespace tapedeck::messages
