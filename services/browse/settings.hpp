#pragma once

#include "browse/core/cache_policy.hpp"
#include "runtime/secret_setting.hpp"
#include "runtime/settings_row.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>

namespace tapedeck::browse {

/// What an operator may set of the browse service.
struct Settings {
  runtime::IpAddress address = runtime::IpAddress::loopback();
  std::uint16_t port = 8001;
  std::optional<database::Url> database{};
  runtime::Bytes cache_limit = runtime::mib(256);
  std::chrono::milliseconds search_fresh = std::chrono::minutes{30};
  std::chrono::milliseconds item_fresh = std::chrono::hours{6};
  std::chrono::milliseconds thumbnail_fresh = std::chrono::days{30};
  std::chrono::milliseconds refusal_kept = std::chrono::minutes{5};
  std::chrono::milliseconds stale_for = std::chrono::days{30};
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
    runtime::setting<&Settings::search_fresh>(
        "browse.search_fresh", "How long what a search found is given without asking the Archive again.",
        {.bounds = runtime::between(std::chrono::minutes{1}, std::chrono::days{7})}),
    runtime::setting<&Settings::item_fresh>(
        "browse.item_fresh", "How long an item is given without asking again.",
        {.bounds = runtime::between(std::chrono::minutes{1}, std::chrono::days{30})}),
    runtime::setting<&Settings::thumbnail_fresh>(
        "browse.thumbnail_fresh", "How long an item's picture is given without asking again.",
        {.bounds = runtime::between(std::chrono::minutes{1}, std::chrono::days{365})}),
    runtime::setting<&Settings::refusal_kept>(
        "browse.refusal_kept", "How long it is remembered that the Archive has no such item, or takes no such search.",
        {.bounds = runtime::between(std::chrono::seconds{1}, std::chrono::days{1})}),
    runtime::setting<&Settings::stale_for>(
        "browse.stale_for", "How old an answer may be that is given past its time, above all while the Archive is away.",
        {.bounds = runtime::between(std::chrono::days{1}, std::chrono::days{3650})}),
});
// clang-format on

/// How long answers are good, as the operator has it.
[[nodiscard]] inline CachePolicy policy_of(const Settings& settings) {
  const auto seconds = [](std::chrono::milliseconds time) {
    return std::chrono::ceil<std::chrono::seconds>(time);
  };
  return {.search_fresh = seconds(settings.search_fresh),
          .item_fresh = seconds(settings.item_fresh),
          .thumbnail_fresh = seconds(settings.thumbnail_fresh),
          .refusal = seconds(settings.refusal_kept),
          .stale_for = seconds(settings.stale_for)};
}

}  // namespace tapedeck::browse
