#include "runtime/shared_settings.hpp"

#include "runtime/settings.hpp"

#include <doctest/doctest.h>

#include <initializer_list>
#include <string>
#include <vector>

using namespace tapedeck;
using namespace tapedeck::runtime;
using namespace std::chrono_literals;

namespace {

/// The shared settings of one environment, with no file.
struct SharedRun {
  SharedRun(std::initializer_list<Environment::value_type> environment)
      : result(read_settings(std::vector{SettingGroup("Tapedeck", shared_setting_rows, settings)},
                             {{}, environment})) {}

  [[nodiscard]] std::string refusal() const {
    return result ? "" : settings_refusal(result.error());
  }

  SharedSettings settings;
  Result<std::vector<SettingInForce>> result;
};

constexpr auto good_key = "Dark-Star-1972-08-27-Veneta-Oregon-37m";

}  // namespace

TEST_CASE("the variables of the sample settings are understood, all but its secret") {
  const SharedRun run{{"DATABASE_URL", "sqlite+aiosqlite:///./data/music_player.db"},
                      {"JWT_ALGORITHM", "HS256"},
                      {"JWT_ACCESS_TOKEN_EXPIRE_MINUTES", "30"},
                      {"BROWSE_SERVICE_URL", "http://127.0.0.1:8001"},
                      {"DOWNLOAD_SERVICE_URL", "http://127.0.0.1:8002"},
                      {"AGGREGATION_SERVICE_URL", "http://127.0.0.1:8003"},
                      {"DEBUG", "true"},
                      {"LOG_LEVEL", "INFO"}};
  CHECK(run.refusal().empty());
  CHECK(run.settings.jwt_life == 30min);
  CHECK(run.settings.debug);

  const SharedRun sample{{"JWT_SECRET_KEY", "your-super-secret-jwt-key"}};
  CHECK(
      sample.refusal().contains("jwt.secret cannot be used (environment JWT_SECRET_KEY). The "
                                "secret is a published sample"));
  CHECK_FALSE(sample.refusal().contains("your-super-secret"));
}

TEST_CASE("a short secret is refused with what to do and without showing it") {
  const SharedRun run{{"JWT_SECRET_KEY", "swordfish"}};
  CHECK(run.refusal().contains("it needs 32 bytes and has 9"));
  CHECK(run.refusal().contains("openssl rand"));
  CHECK_FALSE(run.refusal().contains("swordfish"));
}

TEST_CASE("a good secret is taken and never shown") {
  const SharedRun run{{"JWT_SECRET_KEY", good_key}, {"TAPEDECK_SERVICE_SECRET", good_key}};
  REQUIRE(run.result);
  CHECK(run.settings.jwt_secret);
  CHECK_FALSE(run.settings.jwt_previous_secret);
  for (const auto& each : *run.result)
    CHECK_FALSE(each.value.contains("Veneta"));
}

TEST_CASE("tokens are signed by HS256 and nothing else") {
  for (const std::string algorithm : {"none", "RS256", "HS512"}) {
    const SharedRun run{{"JWT_ALGORITHM", algorithm}};
    CHECK(run.refusal().contains("jwt.algorithm is \"" + algorithm +
                                 "\" (environment JWT_ALGORITHM). Give HS256."));
  }
}

TEST_CASE("settings have the names that operators know them by") {
  SharedSettings settings;
  const std::vector groups{SettingGroup("Tapedeck", shared_setting_rows, settings)};
  const auto page = settings_page(groups);
  for (const std::string name :
       {"DATABASE_URL", "JWT_SECRET_KEY", "JWT_ALGORITHM", "JWT_ACCESS_TOKEN_EXPIRE_MINUTES",
        "BROWSE_SERVICE_URL", "DOWNLOAD_SERVICE_URL", "AGGREGATION_SERVICE_URL", "DEBUG",
        "LOG_LEVEL", "TAPEDECK_ANONYMOUS", "TAPEDECK_DOWNLOADS_FOLDER", "TAPEDECK_SERVICE_SECRET",
        "TAPEDECK_STOP_NOTICE", "TAPEDECK_STOP_LIMIT", "TAPEDECK_DISK_RESERVE"}) {
    CAPTURE(name);
    CHECK(page.contains("| `" + name + "`"));
  }
}
