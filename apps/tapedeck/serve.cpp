#include "archive/http/http_archive.hpp"
#include "base/nearest.hpp"
#include "runtime/open_files.hpp"
#include "runtime/version.hpp"
#include "services.hpp"
#include "telemetry/log.hpp"
#include "telemetry/log_queue.hpp"
#include "telemetry/log_sink.hpp"
#include "verbs.hpp"

#include <unistd.h>

#include <cstdio>
#include <memory>
#include <string>
#include <utility>

namespace tapedeck::app {
namespace {

/// Takes the flags `--only` out of the line; gives the services they name.
std::vector<std::string> take_only(runtime::CommandLine& line) {
  std::vector<std::string> only;
  std::erase_if(line.flags, [&](const auto& flag) {
    if (flag.name != "only") return false;
    only.push_back(flag.value.value_or(""));
    return true;
  });
  return only;
}

/// The sentence about the first name that is no service's; empty when all are.
std::string unknown_service(const std::vector<std::string>& only) {
  std::vector<std::string_view> names;
  for (const auto& row : service_rows)
    names.push_back(row.name);
  for (const auto& name : only) {
    if (std::ranges::find(names, name) != names.end()) continue;
    const auto meant = nearest(name, names);
    return "There is no service \"" + name + "\". " +
           (meant.empty() ? std::string("There are browse, download, aggregation and gateway.")
                          : "Did you mean \"" + std::string(meant) + "\"?");
  }
  return {};
}

/// The client of the Archive that all services of this process share.
std::unique_ptr<archive::Archive> make_archive(runtime::Host& host) {
  const auto& set = host.settings();
  archive::HttpSettings settings;
  settings.base_url = set.archive_url.text();
  settings.allow_loopback = set.archive_url.loopback();
  settings.user_agent = archive::make_user_agent(
      runtime::version, set.archive_contact ? set.archive_contact->text() : std::string());
  return std::make_unique<archive::HttpArchive>(settings, host.archive_limiter(), host.clock(),
                                                host.compute());
}

/// Says how many files and sockets there may be, and how many of them are for clients.
void tell_open_files(std::size_t files) {
  const telemetry::Log log("host");
  const auto limits = runtime::server_limits(files);
  const bool few = limits.connections < http::ServerLimits{}.connections;
  log.write(few ? telemetry::Level::warning : telemetry::Level::info,
            few ? "few open files" : "open files",
            {{"limit", files},
             {"connections", limits.connections},
             {"connections_per_address", limits.connections_per_address}});
}

}  // namespace

int serve(runtime::CommandLine line) {
  const auto only = take_only(line);
  if (const auto sentence = unknown_service(only); !sentence.empty()) {
    std::fprintf(stderr, "%s\n", sentence.c_str());
    return config_error;
  }
  AllSettings settings;
  if (!read_all_settings(settings, std::move(line.flags))) return config_error;
  telemetry::set_log_level(settings.shared.debug ? telemetry::Level::debug
                                                 : settings.shared.log_level);

  // Before any thread: those that are made later inherit what the signals block.
  const auto files = runtime::raise_open_files();
  runtime::StopSignals signals;
  telemetry::LogQueue queue(STDERR_FILENO);
  const telemetry::Redirect redirect(queue);
  tell_open_files(files);

  auto host = runtime::Host::prepare(std::move(settings.shared));
  if (!host) return refuse(host.error());
  (*host)->archive_made_by(make_archive);
  add_services(**host, settings, only);
  auto served = (*host)->run(signals);
  if (!served) return refuse(served.error());
  return 0;
}

}  // namespace tapedeck::app
