#include "services.hpp"
#include "verbs.hpp"

#include <cstdio>
#include <utility>

namespace tapedeck::app {

int migrate(runtime::CommandLine line) {
  AllSettings settings;
  if (!read_all_settings(settings, std::move(line.flags))) return config_error;
  auto host = runtime::Host::prepare(std::move(settings.shared));
  if (!host) return refuse(host.error());
  add_services(**host, settings, {});
  auto migrated = (*host)->migrate();
  if (!migrated) return refuse(migrated.error());
  std::puts("The tables are up to date.");
  return 0;
}

}  // namespace tapedeck::app
