#pragma once

#include "gateway/core/registration.hpp"
#include "gateway/core/visitor.hpp"
#include "runtime/secret_setting.hpp"
#include "runtime/settings_row.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace tapedeck::runtime {

/// `127.0.0.1, 10.0.0.0/8`.
template <>
struct SettingType<gateway::TrustedProxies> {
  static constexpr Bounds any{};

  static std::string wanted(Bounds) {
    return "addresses and networks, such as 127.0.0.1, 10.0.0.0/8";
  }
  static Read<gateway::TrustedProxies> read(std::string_view text, Bounds) {
    auto proxies = gateway::TrustedProxies::parse(text);
    if (!proxies) return std::unexpected(proxies.error().message + "; give " + wanted({}) + ".");
    return std::move(*proxies);
  }
  static std::string show(const gateway::TrustedProxies& value) { return value.text(); }
};

}  // namespace tapedeck::runtime

namespace tapedeck::gateway {

/// What an operator may set of the gateway.
struct Settings {
  runtime::IpAddress address = runtime::IpAddress::everywhere();
  std::uint16_t port = 8000;
  std::optional<database::Url> database{};

  Registration registration = Registration::automatic;
  std::chrono::milliseconds session_life = std::chrono::days{30};
  TrustedProxies proxies{};
  std::uint32_t user_rate = 20;
  std::uint32_t anonymous_rate = 8;
  std::chrono::milliseconds history_kept = std::chrono::days{90};
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
    runtime::setting<&Settings::registration>(
        "gateway.registration",
        "Who may make an account: automatic is open for private networks and invite for the rest; with invite and closed an admin adds accounts by `tapedeck user add`, with closed the first one too."),
    runtime::setting<&Settings::session_life>(
        "gateway.session_life", "How long a session lasts that nobody uses.",
        {.bounds = runtime::between(std::chrono::minutes{5}, std::chrono::days{365})}),
    runtime::setting<&Settings::proxies>(
        "gateway.proxies", "The reverse proxies whose X-Forwarded-For and X-Forwarded-Proto are believed.",
        {.unset = "none"}),
    runtime::setting<&Settings::user_rate>(
        "gateway.user_rate", "How many requests a user may make a second, five seconds' worth of them at once; 0 for any number."),
    runtime::setting<&Settings::anonymous_rate>(
        "gateway.anonymous_rate", "The same for everybody of one address who is not signed in."),
    runtime::setting<&Settings::history_kept>(
        "gateway.history_kept", "How long searches are remembered; 0s for not at all.",
        {.bounds = runtime::between(std::chrono::seconds{0}, std::chrono::days{3650})}),
});
// clang-format on

}  // namespace tapedeck::gateway
