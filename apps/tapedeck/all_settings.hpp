#pragma once

#include "aggregation/settings.hpp"
#include "browse/settings.hpp"
#include "download/settings.hpp"
#include "gateway/settings.hpp"
#include "runtime/settings.hpp"
#include "runtime/shared_settings.hpp"

#include <vector>

namespace tapedeck::app {

/// Every setting of the program.
struct AllSettings {
  runtime::SharedSettings shared;
  gateway::Settings gateway;
  browse::Settings browse;
  download::Settings download;
  aggregation::Settings aggregation;

  /// The tables that set them, in the order of the page. This outlives what it gives.
  [[nodiscard]] std::vector<runtime::SettingGroup> groups();
};

constexpr int config_error = 78;  ///< EX_CONFIG of sysexits.h.

/// Reads every setting of `flags`, the environment and the file. Writes what is refused to standard
/// error; nothing then.
[[nodiscard]] std::optional<std::vector<runtime::SettingInForce>> read_all_settings(
    AllSettings& settings, std::vector<runtime::CommandLine::Flag> flags);

/// Writes why the program cannot go on to standard error, and gives the exit code for it.
[[nodiscard]] int refuse(const Error& error);

}  // namespace tapedeck::app
