#pragma once

#include "runtime/secret_setting.hpp"
#include "runtime/settings_row.hpp"

#include <array>
#include <cstdint>
#include <optional>

namespace tapedeck::aggregation {

/// What an operator may set of the aggregation service.
struct Settings {
  runtime::IpAddress address = runtime::IpAddress::loopback();
  std::uint16_t port = 8003;
  std::optional<database::Url> database{};
};

// clang-format off
inline constexpr auto setting_rows = std::to_array<runtime::Setting<Settings>>({
    runtime::setting<&Settings::address>(
        "aggregation.address", "The address the aggregation service listens on."),
    runtime::setting<&Settings::port>(
        "aggregation.port", "The port the aggregation service listens on; 0 takes any that is free."),
    runtime::setting<&Settings::database>(
        "aggregation.database", "A database of the aggregation service's own, as DATABASE_URL names one.",
        {.unset = "the one of DATABASE_URL"}),
});
// clang-format on

}  // namespace tapedeck::aggregation
