#include "all_settings.hpp"
#include "verbs.hpp"

#include <cstdio>
#include <utility>

namespace tapedeck::app {

int settings(runtime::CommandLine line) {
  AllSettings all;
  const auto in_force = read_all_settings(all, std::move(line.flags));
  if (!in_force) return config_error;
  for (const auto& setting : *in_force) {
    std::printf("%-26s %-44s %s\n", std::string(setting.key).c_str(), setting.value.c_str(),
                setting.origin.c_str());
  }
  return 0;
}

}  // namespace tapedeck::app
