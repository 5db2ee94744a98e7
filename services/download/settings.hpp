#pragma once

#include "download/core/limits.hpp"
#include "download/core/naming.hpp"
#include "download/pace_setting.hpp"
#include "download/webhook/webhook_settings.hpp"
#include "runtime/secret_setting.hpp"
#include "runtime/settings_row.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

/// `{user}/{artist}/{date} {venue}/{identifier}/{file}`
template <>
struct tapedeck::runtime::SettingType<tapedeck::download::Naming> {
  static constexpr Bounds any{};

  static std::string wanted(Bounds) {
    return "folders, such as {user}/{artist}/{date} {venue}/{identifier}/{file}";
  }
  static Read<tapedeck::download::Naming> read(std::string_view text, Bounds) {
    return tapedeck::download::Naming::parse(text);
  }
  static std::string show(const tapedeck::download::Naming& naming) { return naming.text(); }
};

namespace tapedeck::download {

/// What an operator may set of the download service.
struct Settings {
  runtime::IpAddress address = runtime::IpAddress::loopback();
  std::uint16_t port = 8002;
  std::optional<database::Url> database{};
  std::optional<std::string> worker{};
  Naming names = *Naming::parse("{user}/{artist}/{date} {venue}/{identifier}/{file}");
  std::chrono::milliseconds trash_time = Limits{}.trash_time;
  std::optional<std::string> group{};
  std::optional<Timetable> pace{};
  std::optional<WebhookUrl> webhook{};
  WebhookStyle webhook_style = WebhookStyle::json;
  std::optional<WebhookToken> webhook_token{};
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
    runtime::setting<&Settings::names>(
        "download.names",
        "What finished files are called in the vault: folders of {user}, {artist}, {date}, {year}, "
        "{venue}, {city}, {identifier}, {file} and other text. Renames what is there at the next start."),
    runtime::setting<&Settings::group>(
        "download.group",
        "The group of the system that what is made in the vault belongs to.",
        {.bounds = runtime::between(1, 256), .unset = "that of the program"}),
    runtime::setting<&Settings::trash_time>(
        "download.trash_time",
        "How long removed files lie in the vault's trash; a full disk empties it sooner.",
        {.bounds = runtime::between(std::chrono::milliseconds{0}, std::chrono::days{3'650})}),
    runtime::setting<&Settings::pace>(
        "download.pace",
        "How fast files come into the vault, all together, by the hours of this machine's clock; "
        "none comes in those that are paused. A rate without hours is for the rest of the day. "
        "Who listens is not slowed.",
        {.unset = "no limit"}),
    runtime::setting<&Settings::webhook>(
        "download.webhook",
        "Where to post a message when all files of a recording have come, or some have failed.",
        {.unset = "nobody is told"}),
    runtime::setting<&Settings::webhook_style>(
        "download.webhook_style",
        "What is posted there: JSON, or a sentence with a title as ntfy takes it."),
    runtime::setting<&Settings::webhook_token>(
        "download.webhook_token", "Sent to the webhook as `Authorization: Bearer`.",
        {.unset = "none"}),
});
// clang-format on

}  // namespace tapedeck::download
