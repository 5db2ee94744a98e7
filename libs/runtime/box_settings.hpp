#pragma once

#include "database/url.hpp"
#include "http/server.hpp"
#include "runtime/host.hpp"

namespace tapedeck::runtime {

/// Where a service listens and where it keeps its tables.
struct BoxSettings {
  http::Endpoint endpoint;
  database::Url database;
};

/// Takes them from a service's own settings, which have `address`, `port` and `database`; a service
/// without a database of its own shares the host's.
template <class Settings>
[[nodiscard]] BoxSettings box_settings(const Host& host, const Settings& settings) {
  http::Endpoint endpoint{settings.address.text(), settings.port};
  return BoxSettings{std::move(endpoint), settings.database.value_or(host.shared_database())};
}

}  // namespace tapedeck::runtime
