#include "telemetry/metrics.hpp"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <array>
#include <mutex>
#include <utility>
#include <vector>

namespace tapedeck::telemetry {

struct Metrics::Registry {
  explicit Registry(std::string service) : common{{"service", std::move(service)}} {}

  /// Families that have the same name and the same common labels are one family.
  template <class Builder>
  auto& family(Builder builder, std::string_view name, std::string_view help) {
    return builder.Name(std::string(name)).Help(std::string(help)).Labels(common).Register(series);
  }

  Labels common;
  prometheus::Registry series;
  std::mutex mutex;  // guards refreshers, and lets one text() at a time set what is read
  std::vector<std::function<void()>> refreshers;
};

void Counter::add(double by) const { series_->Increment(by); }
double Counter::value() const { return series_->Value(); }

void Gauge::set(double value) const { series_->Set(value); }
void Gauge::add(double by) const { series_->Increment(by); }
double Gauge::value() const { return series_->Value(); }

void Histogram::observe(double value) const { series_->Observe(value); }

Metrics::Metrics(std::string service) : registry_(std::make_unique<Registry>(std::move(service))) {}
Metrics::~Metrics() = default;

Counter Metrics::counter(std::string_view name, std::string_view help, Labels labels) {
  return Counter(registry_->family(prometheus::BuildCounter(), name, help).Add(labels));
}

Gauge Metrics::gauge(std::string_view name, std::string_view help, Labels labels) {
  return Gauge(registry_->family(prometheus::BuildGauge(), name, help).Add(labels));
}

Histogram Metrics::histogram(std::string_view name, std::string_view help,
                             std::span<const double> bounds, Labels labels) {
  auto& family = registry_->family(prometheus::BuildHistogram(), name, help);
  return Histogram(family.Add(labels, std::vector<double>(bounds.begin(), bounds.end())));
}

void Metrics::before_text(std::function<void()> refresh) {
  const std::lock_guard lock(registry_->mutex);
  registry_->refreshers.push_back(std::move(refresh));
}

std::string Metrics::text() {
  const std::lock_guard lock(registry_->mutex);
  for (const auto& refresh : registry_->refreshers)
    refresh();
  return prometheus::TextSerializer().Serialize(registry_->series.Collect());
}

std::span<const double> request_seconds() {
  static constexpr std::array<double, 11> bounds{0.005, 0.01, 0.025, 0.05, 0.1, 0.25,
                                                 0.5,   1.0,  2.5,   5.0,  10.0};
  return bounds;
}

}  // namespace tapedeck::telemetry
