#pragma once

#include "gateway/http/neighbours.hpp"
#include "http/route.hpp"
#include "runtime/system.hpp"

#include <span>

namespace tapedeck::gateway {

/// What the gateway says of all four services together: `/stats`.
struct Overview {
  runtime::StatisticsSource& own;
  Neighbours& neighbours;
};

[[nodiscard]] std::span<const http::Route<Overview>> overview_routes();

/// The documents of all four services in one. A service that cannot be reached is missing from it
/// until the next time somebody asks.
class MergedDocument final : public runtime::DocumentSource {
 public:
  MergedDocument(runtime::DocumentSource& own, Neighbours& neighbours)
      : own_(own), neighbours_(neighbours) {}

  Task<Result<std::string>> document(Deadline deadline) override;

 private:
  runtime::DocumentSource& own_;
  Neighbours& neighbours_;
};

}  // namespace tapedeck::gateway
