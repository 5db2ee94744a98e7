#pragma once

#include "async/clock.hpp"
#include "base/result.hpp"
#include "http/detail/parts.hpp"
#include "http/route.hpp"
#include "telemetry/log.hpp"
#include "telemetry/metrics.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace tapedeck::http::detail {

/// What is known of a request when it is over.
struct RequestRecord {
  static constexpr std::size_t no_row = static_cast<std::size_t>(-1);

  Clock::Ticks began{};
  std::size_t row = no_row;      ///< In the router's rows.
  std::uint16_t status = 499;    ///< Stays so when the client left before there was an answer.
  std::uint64_t bytes = 0;       ///< Of the body, as far as it was sent.
  bool whole = false;            ///< The answer was sent to its end.
  std::optional<Error> error{};  ///< What the handler failed with.
};

/// One log line and one measurement per request, and what is under way.
///
/// Series are labelled by the pattern of the route, never by what was asked for, so there are as
/// many as rows, verbs and codes allow.
class RequestLog {
 public:
  /// `rows` and `metrics` outlive this.
  RequestLog(telemetry::Log log, telemetry::Metrics& metrics, std::span<const RouteInfo> rows);

  void began() { in_flight_.add(1); }
  void ended(const Request::Parts& request, const RequestRecord& record, Clock::Ticks now);

  void connected() { connections_.add(1); }
  void disconnected() { connections_.add(-1); }

  [[nodiscard]] const telemetry::Log& log() const noexcept { return log_; }

 private:
  struct Series {
    Verb verb;
    std::uint16_t status;
    telemetry::Counter count;
  };
  struct Measured {
    std::string_view pattern;
    telemetry::Histogram seconds;
    std::vector<Series> by_code;
  };

  [[nodiscard]] Measured measured(std::string_view pattern);
  void count(Measured& row, Verb verb, std::uint16_t status);
  void write_line(const Request::Parts& request, const RequestRecord& record,
                  std::string_view pattern, double seconds) const;

  telemetry::Log log_;
  telemetry::Metrics& metrics_;
  telemetry::Gauge in_flight_;
  telemetry::Gauge connections_;
  std::vector<Measured> rows_;
  Measured unmatched_;
};

}  // namespace tapedeck::http::detail
