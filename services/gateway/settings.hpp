#pragma once

#include "runtime/secret_setting.hpp"
#include "runtime/settings_row.hpp"

#include <array>
#include <cstdint>
#include <optional>

namespace tapedeck::gateway {

/// What an operator may set of the gateway.
struct Settings {
  runtime::IpAddress address = runtime::IpAddress::everywhere();
  std::uint16_t port = 8000;
  std::optional<database::Url> database{};
};

// clang-format off
inline constexpr auto setting_rows = std::to_array<runtime::Setting<Settings>>({
    runtime::setting<&Settings::address>(
        "gateway.address", "The address the gateway listens on."),
    runtime::setting<&Settings::port>(
        "gateway.port", "The port the gateway listens on; 0 takes any that is free."),
    runtime::setting<&Settings::database>(
        "gateway.database", "A database of the gateway's own, as DATABASE_URL names one.",
        {.unset = "the one of DATABASE_URL"}),
});
// clang-format on

}  // namespace tapedeck::gateway
