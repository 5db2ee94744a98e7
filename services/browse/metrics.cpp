#include "browse/metrics.hpp"

#include "json/words.hpp"

#include <array>
#include <chrono>
#include <string>
#include <utility>

namespace tapedeck::browse {
namespace {

constexpr auto held_back = "tapedeck_archive_held_back_seconds";
constexpr auto held_back_help = "How long the Archive is left alone from now on.";

double seconds_of(std::chrono::nanoseconds duration) {
  return std::chrono::duration<double>(duration).count();
}

}  // namespace

BrowseMetrics::BrowseMetrics(telemetry::Metrics& metrics, const Tally& tally,
                             const archive::Limiter& limiter)
    : limiter_(limiter),
      braked_(metrics.gauge(held_back, held_back_help, {{"by", "brake"}})),
      cut_off_(metrics.gauge(held_back, held_back_help, {{"by", "breaker"}})) {
  for (const auto& word : json::words<messages::CacheType>) {
    const auto& counts = tally.of(word.value);
    const auto follow = [&](std::string kind, const std::uint64_t& number) {
      telemetry::Labels labels{{"type", std::string(word.text)}, {"kind", std::move(kind)}};
      followers_.push_back({metrics.counter("tapedeck_cache_answers_total",
                                            "Answers, by where they came from.", std::move(labels)),
                            &number});
    };
    follow("fresh", counts.fresh);
    follow("stale", counts.stale);
    follow("miss", counts.miss);
    follow("negative", counts.negative);
    follow("failed", counts.failed);
  }
  for (const auto lane : archive::every_lane) {
    const auto calls = [&](const char* state) {
      return metrics.gauge("tapedeck_archive_calls", "Calls to the Archive, of the whole process.",
                           {{"lane", std::string(archive::to_text(lane))}, {"state", state}});
    };
    lanes_.push_back({calls("running"), calls("waiting")});
  }
  metrics.before_text([this] { refresh(); });
}

void BrowseMetrics::refresh() {
  for (auto& follower : followers_) {
    follower.series.add(static_cast<double>(*follower.number - follower.told));
    follower.told = *follower.number;
  }
  const auto standing = limiter_.standing();
  for (std::size_t i = 0; i < lanes_.size(); ++i) {
    lanes_[i].running.set(standing.running[i]);
    lanes_[i].waiting.set(static_cast<double>(standing.waiting[i]));
  }
  braked_.set(seconds_of(standing.braked_for));
  cut_off_.set(seconds_of(standing.cut_off_for));
}

}  // namespace tapedeck::browse
