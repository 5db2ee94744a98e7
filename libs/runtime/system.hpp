#pragma once

#include "http/openapi.hpp"
#include "http/route.hpp"
#include "http/static_files.hpp"
#include "runtime/health.hpp"
#include "telemetry/metrics.hpp"

#include <map>
#include <span>
#include <string>
#include <vector>

namespace tapedeck::runtime {

/// How a service is and what it has measured: `/health`, `/health/live`, `/health/ready`,
/// `/metrics`.
struct Vitals {
  Health& health;
  telemetry::Metrics& metrics;
  std::string version;
};

[[nodiscard]] std::span<const http::Route<Vitals>> vitals_routes();

/// Gives the OpenAPI document that a service shows.
class DocumentSource {
 public:
  virtual ~DocumentSource() = default;

  /// JSON text. Errors: none that a caller could act on; the document is of what can be reached.
  virtual Task<Result<std::string>> document(Deadline deadline) = 0;
};

/// What a service can be asked: `/openapi.json`, and `/docs` with the files of its viewer.
struct Documentation {
  DocumentSource& source;
  http::StaticFiles& viewer;
};

[[nodiscard]] std::span<const http::Route<Documentation>> documentation_routes();

/// Counts what a service keeps.
class StatisticsSource {
 public:
  virtual ~StatisticsSource() = default;

  /// A whole number for each kind of thing: "users": 4. Errors: the store's.
  virtual Task<Result<std::map<std::string, std::int64_t>>> count(Deadline deadline) = 0;
};

/// How much there is of what one service keeps: `/stats`.
struct OwnStatistics {
  std::string service;
  StatisticsSource& source;
};

[[nodiscard]] std::span<const http::Route<OwnStatistics>> statistics_routes();

/// The rows that every service has, for documents that are printed without a service running.
[[nodiscard]] std::vector<http::RouteInfo> common_rows();

}  // namespace tapedeck::runtime
