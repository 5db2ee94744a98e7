#pragma once

#include "runtime/secret_setting.hpp"
#include "runtime/settings_row.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>

namespace tapedeck::download {

/// What an operator may set of the download service.
struct Settings {
  runtime::IpAddress address = runtime::IpAddress::loopback();
  std::uint16_t port = 8002;
  std::optional<database::Url> database{};
  std::optional<std::string> worker{};
};

// clang-format off
inline constexpr auto setting_rows = std::to_array<runtime::Setting<Settings>>({
    runtime::setting<&Settings::address>(
        "download.address", "The address the download service listens on."),
    runtime::setting<&Settings::port>(
        "download.port", "The port the download service listens on; 0 takes any that is free."),
    runtime::setting<&Settings::database>(
        "download.database", "A database of the download service's own, as DATABASE_URL names one.",
        {.unset = "the one of DATABASE_URL"}),
    runtime::setting<&Settings::worker>(
        "download.worker",
        "What this process is called among those that work off one queue. Keeps its name when it is "
        "started anew.",
        {.bounds = runtime::between(1, 200), .unset = "the name of the machine and the port"}),
});
// clang-format on

}  // namespace tapedeck::download
