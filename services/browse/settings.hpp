#pragma once

#include "runtime/secret_setting.hpp"
#include "runtime/settings_row.hpp"

#include <array>
#include <cstdint>
#include <optional>

namespace tapedeck::browse {

/// What an operator may set of the browse service.
struct Settings {
  runtime::IpAddress address = runtime::IpAddress::loopback();
  std::uint16_t port = 8001;
  std::optional<database::Url> database{};
  runtime::Bytes cache_limit = runtime::mib(256);
};

// clang-format off
inline constexpr auto setting_rows = std::to_array<runtime::Setting<Settings>>({
    runtime::setting<&Settings::address>(
        "browse.address", "The address the browse service listens on."),
    runtime::setting<&Settings::port>(
        "browse.port", "The port the browse service listens on; 0 takes any that is free."),
    runtime::setting<&Settings::database>(
        "browse.database", "A database of the browse service's own, as DATABASE_URL names one.",
        {.unset = "the one of DATABASE_URL"}),
    runtime::setting<&Settings::cache_limit>(
        "browse.cache_limit", "How much of the Archive's answers is kept; the oldest go first.",
        {.bounds = between(runtime::mib(1), runtime::gib(1024))}),
});
// clang-format on

}  // namespace tapedeck::browse
