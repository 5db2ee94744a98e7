#pragma once

#include "runtime/secret_setting.hpp"
#include "runtime/settings_archive.hpp"
#include "runtime/settings_row.hpp"
#include "telemetry/log.hpp"

#include <boost/describe.hpp>

#include <array>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace tapedeck::runtime {

/// The algorithm of tokens: there is one (docs/decisions/0009).
enum class TokenAlgorithm : std::uint8_t { HS256 };
BOOST_DESCRIBE_ENUM(TokenAlgorithm, HS256)

/// What an operator may set of the program as a whole.
struct SharedSettings {
  std::filesystem::path data_folder = "./data";
  std::filesystem::path downloads_folder = "./downloads";
  std::optional<std::filesystem::path> share_folder{};
  std::optional<database::Url> database{};
  Bytes disk_reserve = gib(1);
  FileMask umask{027};

  std::optional<identity::Secret> jwt_secret{};
  std::optional<identity::Secret> jwt_previous_secret{};
  TokenAlgorithm jwt_algorithm = TokenAlgorithm::HS256;
  std::chrono::minutes jwt_life{30};
  std::optional<identity::Secret> service_secret{};
  bool anonymous_reading = true;
  std::optional<identity::Secret> metrics_token{};

  std::optional<ServiceUrl> browse_service{};
  std::optional<ServiceUrl> download_service{};
  std::optional<ServiceUrl> aggregation_service{};
  std::optional<ServiceUrl> gateway_service{};

  ArchiveUrl archive_url = ArchiveUrl::internet_archive();
  std::optional<ArchiveContact> archive_contact{};

  std::chrono::milliseconds stop_notice{1'000};
  std::chrono::milliseconds stop_limit{8'000};
  bool debug = false;
  telemetry::Level log_level = telemetry::Level::info;
};

// clang-format off
inline constexpr auto shared_setting_rows = std::to_array<Setting<SharedSettings>>({
    setting<&SharedSettings::data_folder>(
        "data.folder", "Where the database and the keys are kept; made when it is missing."),
    setting<&SharedSettings::downloads_folder>(
        "downloads.folder", "The vault: where music is kept; made when it is missing."),
    setting<&SharedSettings::share_folder>(
        "share.folder", "Where the program's own pages lie.",
        {.unset = "`../share/tapedeck` beside the program"}),
    setting<&SharedSettings::database>(
        "database.url", "The database: `sqlite:///path` or `postgresql://user:password@host/name`.",
        {.variable = "DATABASE_URL", .unset = "`music_player.db` in the data folder"}),
    setting<&SharedSettings::umask>(
        "umask", "What others may not do with the files and folders that are made; keys are nobody else's in any case."),
    setting<&SharedSettings::disk_reserve>(
        "disk.reserve", "How much room is always left on the disk of the vault."),
    setting<&SharedSettings::jwt_secret>(
        "jwt.secret", "The key that signs users' access tokens, at least 32 bytes.",
        {.variable = "JWT_SECRET_KEY", .unset = "made on the first start and kept in the data folder"}),
    setting<&SharedSettings::jwt_previous_secret>(
        "jwt.previous_secret", "The key before that one; its tokens hold until they expire.",
        {.unset = "none"}),
    setting<&SharedSettings::jwt_algorithm>(
        "jwt.algorithm", "How access tokens are signed; there is one way.",
        {.variable = "JWT_ALGORITHM"}),
    setting<&SharedSettings::jwt_life>(
        "jwt.life_minutes", "How many minutes an access token holds.",
        {.variable = "JWT_ACCESS_TOKEN_EXPIRE_MINUTES",
         .bounds = between(std::chrono::minutes{1}, std::chrono::days{1})}),
    setting<&SharedSettings::service_secret>(
        "service.secret", "The key the services show one another, the same for all of them.",
        {.unset = "made on the first start and kept in the data folder"}),
    setting<&SharedSettings::anonymous_reading>(
        "anonymous", "Whether strangers may read the public catalogue."),
    setting<&SharedSettings::metrics_token>(
        "metrics.token", "What opens /metrics to whoever does not ask from this machine.",
        {.unset = "only this machine may ask"}),
    setting<&SharedSettings::browse_service>(
        "browse.url", "Where the other services find browse.",
        {.variable = "BROWSE_SERVICE_URL", .unset = "on this machine, at its port"}),
    setting<&SharedSettings::download_service>(
        "download.url", "Where the other services find download.",
        {.variable = "DOWNLOAD_SERVICE_URL", .unset = "on this machine, at its port"}),
    setting<&SharedSettings::aggregation_service>(
        "aggregation.url", "Where the other services find aggregation.",
        {.variable = "AGGREGATION_SERVICE_URL", .unset = "on this machine, at its port"}),
    setting<&SharedSettings::archive_url>(
        "archive.url", "Where the Internet Archive is; a stand-in may be on this machine."),
    setting<&SharedSettings::archive_contact>(
        "archive.contact", "Whom the Archive may write to about this installation; sent with every request.",
        {.unset = "none; please give one"}),
    setting<&SharedSettings::gateway_service>(
        "gateway.url", "Where the other services find the gateway, to ask which sessions ended.",
        {.unset = "on this machine, at its port"}),
    setting<&SharedSettings::stop_notice>(
        "stop.notice", "How long /health/ready says no before the ports close.",
        {.bounds = between(std::chrono::milliseconds{0}, std::chrono::minutes{1})}),
    setting<&SharedSettings::stop_limit>(
        "stop.limit", "How long what runs may still take when the program stops.",
        {.bounds = between(std::chrono::milliseconds{0}, std::chrono::minutes{10})}),
    setting<&SharedSettings::debug>(
        "debug", "Log everything, as log.level debug does.", {.variable = "DEBUG"}),
    setting<&SharedSettings::log_level>(
        "log.level", "The least a log line has to matter.", {.variable = "LOG_LEVEL"}),
});
// clang-format on

}  // namespace tapedeck::runtime
