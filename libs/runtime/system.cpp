#include "runtime/system.hpp"

#include "json/encode.hpp"
#include "json/schema.hpp"
#include "messages/health.hpp"

#include <array>
#include <utility>

namespace tapedeck::runtime {
namespace {

using http::Access;
using http::Request;
using http::Response;
using http::Verb;

/// 200 how it is, while requests should be sent here · 503 the same, while they should not
Task<Result<Response>> health(Vitals& vitals, Request request) {
  const auto found = co_await vitals.health.report();
  const auto& caller = request.caller();
  const bool with_parts = caller.admin || caller.kind == Caller::Kind::service;
  const auto report = messages::report_of(found, vitals.version, with_parts);
  co_return http::json(json::encode(report)).with_status(report.ready ? 200 : 503).never_kept();
}

/// 200 the loop turns
Task<Result<Response>> live(Vitals&, Request) {
  co_return http::text("live\n", "text/plain").never_kept();
}

/// 200 requests should be sent here · 503 they should not
Task<Result<Response>> ready(Vitals& vitals, Request) {
  const bool is_ready = co_await vitals.health.ready();
  auto answer = http::text(is_ready ? "ready\n" : "not ready\n", "text/plain");
  co_return std::move(answer).with_status(is_ready ? 200 : 503).never_kept();
}

/// 200 the series, in the text format of Prometheus
Task<Result<Response>> metrics(Vitals& vitals, Request) {
  co_return http::text(vitals.metrics.text(), "text/plain; version=0.0.4");
}

// clang-format off
constexpr auto vitals_rows = std::to_array<http::Route<Vitals>>({
    {Verb::get, "/health",       Access::open,    health,
     {.summary = "How the service is", .answer = json::schema_of<messages::HealthReport>}},
    {Verb::get, "/health/live",  Access::open,    live,
     {.summary = "Whether the service turns at all", .answer_type = "text/plain"}},
    {Verb::get, "/health/ready", Access::open,    ready,
     {.summary = "Whether requests should be sent here", .answer_type = "text/plain"}},
    {Verb::get, "/metrics",      Access::metrics, metrics,
     {.summary = "The service's metrics, for Prometheus", .answer_type = "text/plain"}},
});
// clang-format on

/// 200 the document
Task<Result<Response>> openapi(Documentation& documentation, Request request) {
  auto document = co_await documentation.source.document(request.deadline());
  if (!document) co_return failure(document);
  co_return http::json(std::move(*document));
}

/// 302 to the folder itself, so that the page's relative names work
Task<Result<Response>> docs(Documentation&, Request) { co_return http::redirect("/docs/"); }

/// 200 the viewer's page
Task<Result<Response>> docs_page(Documentation& documentation, Request request) {
  co_return documentation.viewer.answer(request, "");
}

/// 200 a file of the viewer · 404 none of that name
Task<Result<Response>> docs_file(Documentation& documentation, Request request) {
  co_return documentation.viewer.answer(request, request.path_part("file"));
}

// clang-format off
constexpr auto documentation_rows = std::to_array<http::Route<Documentation>>({
    {Verb::get, "/openapi.json", Access::open, openapi,
     {.summary = "This document"}},
    {Verb::get, "/docs",         Access::open, docs,
     {.summary = "The documentation, to read and try", .status = 302, .answer_type = ""}},
    {Verb::get, "/docs/",        Access::open, docs_page,
     {}},
    {Verb::get, "/docs/{file}",  Access::open, docs_file,
     {}},
});
// clang-format on

/// 200 the counts · 401 nobody is signed in
Task<Result<Response>> statistics(OwnStatistics& own, Request request) {
  auto counts = co_await own.source.count(request.deadline());
  if (!counts) co_return failure(counts);
  messages::Statistics found;
  found.service = own.service;
  found.counts = std::move(*counts);
  co_return http::json(json::encode(found)).never_kept();
}

// clang-format off
constexpr auto statistics_rows = std::to_array<http::Route<OwnStatistics>>({
    {Verb::get, "/stats", Access::user, statistics,
     {.summary = "How much there is of what the service keeps",
      .answer = json::schema_of<messages::Statistics>}},
});
// clang-format on

}  // namespace

std::vector<http::RouteInfo> common_rows() {
  auto rows = http::row_infos(vitals_routes());
  const auto documentation = http::row_infos(documentation_routes());
  rows.insert(rows.end(), documentation.begin(), documentation.end());
  return rows;
}

std::span<const http::Route<Vitals>> vitals_routes() { return vitals_rows; }
std::span<const http::Route<Documentation>> documentation_routes() { return documentation_rows; }
std::span<const http::Route<OwnStatistics>> statistics_routes() { return statistics_rows; }

}  // namespace tapedeck::runtime
