#pragma once

#include "async/clock.hpp"
#include "gateway/http/neighbours.hpp"
#include "http/route.hpp"
#include "runtime/system.hpp"

#include <chrono>
#include <optional>
#include <span>
#include <string>

namespace tapedeck::gateway {

/// What the gateway says of all four services together: `/stats`.
struct Overview {
  runtime::StatisticsSource& own;
  Neighbours& neighbours;
};

[[nodiscard]] std::span<const http::Route<Overview>> overview_routes();

/// The documents of all four services in one, kept for a minute once it is whole: anybody may ask
/// for it, and it takes three calls to make. A service that cannot be reached is missing from it
/// until the next time somebody asks.
class MergedDocument final : public runtime::DocumentSource {
 public:
  MergedDocument(runtime::DocumentSource& own, Neighbours& neighbours, Clock& clock)
      : own_(own), neighbours_(neighbours), clock_(clock) {}

  Task<Result<std::string>> document(Deadline deadline) override;

 private:
  static constexpr std::chrono::minutes fresh_for{1};

  runtime::DocumentSource& own_;
  Neighbours& neighbours_;
  Clock& clock_;
  std::optional<std::string> whole_;
  Clock::Ticks fresh_until_{};
};

}  // namespace tapedeck::gateway
