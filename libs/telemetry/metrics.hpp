#pragma once

#include <functional>
#include <initializer_list>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace prometheus {
class Counter;
class Gauge;
class Histogram;
}  // namespace prometheus

namespace tapedeck::telemetry {

/// The labels of one series: `{{"route", "/concerts/{concert_id}"}, {"code", "200"}}`. Values come
/// from tables, never from outside, so the number of series is known.
using Labels = std::map<std::string, std::string>;

/// A number that only grows. A handle: copies count into the same series. Any thread.
class Counter {
 public:
  explicit Counter(prometheus::Counter& series) : series_(&series) {}
  /// What is not above zero is not counted.
  void add(double by = 1.0) const;
  [[nodiscard]] double value() const;

 private:
  prometheus::Counter* series_;
};

/// A number that goes up and down. A handle. Any thread.
class Gauge {
 public:
  explicit Gauge(prometheus::Gauge& series) : series_(&series) {}
  void set(double value) const;
  void add(double by) const;
  [[nodiscard]] double value() const;

 private:
  prometheus::Gauge* series_;
};

/// How often which values occurred. A handle. Any thread.
class Histogram {
 public:
  explicit Histogram(prometheus::Histogram& series) : series_(&series) {}
  void observe(double value) const;

 private:
  prometheus::Histogram* series_;
};

/// The metrics of one service, as Prometheus reads them.
///
/// Asking for a series that exists gives the same one; keep the handle where it is used often
/// (finding it again costs twelve times as much as counting). Names begin with `tapedeck_` and end
/// in their unit, counters in `_total`. A name that Prometheus does not allow, or that is used for
/// two kinds of series, is a bug and throws. Any thread.
class Metrics {
 public:
  /// `service` becomes a label of every series.
  explicit Metrics(std::string service);
  ~Metrics();
  Metrics(const Metrics&) = delete;
  Metrics& operator=(const Metrics&) = delete;

  [[nodiscard]] Counter counter(std::string_view name, std::string_view help, Labels labels = {});
  [[nodiscard]] Gauge gauge(std::string_view name, std::string_view help, Labels labels = {});
  /// `bounds` are the upper bounds of the buckets, ascending; the last bucket is +Inf.
  [[nodiscard]] Histogram histogram(std::string_view name, std::string_view help,
                                    std::span<const double> bounds, Labels labels = {});

  /// Calls `refresh` before each text(), for gauges that are read rather than counted (memory, open
  /// files). It must not block, and it must not ask for new series.
  void before_text(std::function<void()> refresh);

  /// The text format 0.0.4 of Prometheus.
  [[nodiscard]] std::string text();

 private:
  struct Registry;

  std::unique_ptr<Registry> registry_;
};

/// Bounds for how long requests take: 5 ms to 10 s.
[[nodiscard]] std::span<const double> request_seconds();

/// Adds what the process itself uses, read from /proc at each text(): CPU seconds, resident and
/// anonymous memory, open files and their limit, threads, start time, and
/// `tapedeck_build_info{version}`. Named as Prometheus' own clients name them (`process_...`), so
/// that ready-made dashboards find them.
void add_process_metrics(Metrics& metrics, std::string_view version);

}  // namespace tapedeck::telemetry
