#include "all_settings.hpp"

#include <cstdio>
#include <utility>

namespace tapedeck::app {

std::vector<runtime::SettingGroup> AllSettings::groups() {
  return {{"Tapedeck", runtime::shared_setting_rows, shared},
          {"Gateway", gateway::setting_rows, gateway},
          {"Browse", browse::setting_rows, browse},
          {"Download", download::setting_rows, download},
          {"Aggregation", aggregation::setting_rows, aggregation}};
}

std::optional<std::vector<runtime::SettingInForce>> read_all_settings(
    AllSettings& settings, std::vector<runtime::CommandLine::Flag> flags) {
  const runtime::SettingSources sources{std::move(flags), runtime::read_environment()};
  const auto groups = settings.groups();
  auto in_force = runtime::read_settings(groups, sources);
  if (!in_force) {
    std::fputs(runtime::settings_refusal(in_force.error()).c_str(), stderr);
    return std::nullopt;
  }
  return std::move(*in_force);
}

int refuse(const Error& error) {
  std::fprintf(stderr, "%s\n", error.message.c_str());
  if (!error.detail.empty()) std::fprintf(stderr, "(%s)\n", error.detail.c_str());
  return error.code == Errc::invalid || error.code == Errc::conflict ? config_error : 1;
}

}  // namespace tapedeck::app
