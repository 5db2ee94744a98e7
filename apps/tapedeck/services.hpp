#pragma once

#include "aggregation/service.hpp"
#include "all_settings.hpp"
#include "browse/service.hpp"
#include "download/service.hpp"
#include "gateway/service.hpp"
#include "runtime/host.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

namespace tapedeck::app {

/// One service: its word, and how a host gets it.
struct ServiceRow {
  std::string_view name;
  void (*add)(runtime::Host& host, const AllSettings& settings);
};

// Each asks only those above it, so they start in this order and stop in the reverse.
inline constexpr auto service_rows = std::to_array<ServiceRow>({
    {"browse",
     [](runtime::Host& host, const AllSettings& all) { host.add<browse::Service>(all.browse); }},
    {"download", [](runtime::Host& host,
                    const AllSettings& all) { host.add<download::Service>(all.download); }},
    {"aggregation",
     [](runtime::Host& host, const AllSettings& all) {
       host.add<aggregation::Service>(all.aggregation);
     }},
    {"gateway",
     [](runtime::Host& host, const AllSettings& all) { host.add<gateway::Service>(all.gateway); }},
});

/// Adds the services that `only` names, or all of them when it names none.
inline void add_services(runtime::Host& host, const AllSettings& settings,
                         const std::vector<std::string>& only) {
  for (const auto& row : service_rows) {
    if (!only.empty() && std::ranges::find(only, row.name) == only.end()) continue;
    row.add(host, settings);
  }
}

}  // namespace tapedeck::app
