#include "http/detail/request_log.hpp"

#include "http/problem.hpp"

#include <chrono>
#include <cmath>
#include <string>

namespace tapedeck::http::detail {

namespace {

telemetry::Level level_of(const RequestRecord& record) {
  if (!record.error) return telemetry::Level::info;
  switch (record.error->code) {
    case Errc::internal:
    case Errc::storage:
    case Errc::storage_full:
      return telemetry::Level::error;
    case Errc::unavailable:
    case Errc::bad_upstream:
    case Errc::timed_out:
      return telemetry::Level::warning;
    default:
      return telemetry::Level::info;
  }
}

}  // namespace

RequestLog::RequestLog(telemetry::Log log, telemetry::Metrics& metrics,
                       std::span<const RouteInfo> rows)
    : log_(log),
      metrics_(metrics),
      in_flight_(metrics.gauge("tapedeck_http_requests_in_flight",
                               "Requests whose answer is not sent to its end.")),
      connections_(metrics.gauge("tapedeck_http_connections", "Connections open.")),
      unmatched_(measured("unmatched")) {
  rows_.reserve(rows.size());
  for (const auto& row : rows)
    rows_.push_back(measured(row.pattern));
}

RequestLog::Measured RequestLog::measured(std::string_view pattern) {
  return {pattern,
          metrics_.histogram("tapedeck_http_request_duration_seconds",
                             "From the first byte of a request to the last of its answer.",
                             telemetry::request_seconds(), {{"route", std::string(pattern)}}),
          {}};
}

void RequestLog::count(Measured& row, Verb verb, std::uint16_t status) {
  for (auto& series : row.by_code) {
    if (series.verb != verb || series.status != status) continue;
    series.count.add();
    return;
  }
  const telemetry::Labels labels{{"route", std::string(row.pattern)},
                                 {"method", std::string(to_text(verb))},
                                 {"code", std::to_string(status)}};
  row.by_code.push_back(
      {verb, status,
       metrics_.counter("tapedeck_http_requests_total", "Requests answered.", labels)});
  row.by_code.back().count.add();
}

void RequestLog::ended(const Request::Parts& request, const RequestRecord& record,
                       Clock::Ticks now) {
  const std::chrono::duration<double> took = now - record.began;
  auto& row = record.row == RequestRecord::no_row ? unmatched_ : rows_[record.row];
  in_flight_.add(-1);
  row.seconds.observe(took.count());
  count(row, request.verb, record.status);
  write_line(request, record, row.pattern, took.count());
}

void RequestLog::write_line(const Request::Parts& request, const RequestRecord& record,
                            std::string_view pattern, double seconds) const {
  const auto milliseconds = std::round(seconds * 1e6) / 1e3;
  const auto user = request.caller.user ? request.caller.user->text() : std::string();
  const auto trace = telemetry::trace_id_text(request.trace);
  const auto level = level_of(record);
  const std::string_view message = record.whole ? "request" : "request broken off";
  if (!record.error) {
    log_.write(level, message,
               {{"method", to_text(request.verb)},
                {"route", pattern},
                {"status", record.status},
                {"ms", milliseconds},
                {"bytes", record.bytes},
                {"rid", request.id},
                {"trace", trace},
                {"user", user}});
    return;
  }
  log_.write(level, message,
             {{"method", to_text(request.verb)},
              {"route", pattern},
              {"status", record.status},
              {"ms", milliseconds},
              {"bytes", record.bytes},
              {"rid", request.id},
              {"trace", trace},
              {"user", user},
              {"error", to_text(record.error->code)},
              {"message", record.error->message},
              {"detail", record.error->detail}});
}

}  // namespace tapedeck::http::detail
