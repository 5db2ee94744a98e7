#pragma once

#include "async/clock.hpp"
#include "browse/core/browser.hpp"
#include "http/route.hpp"
#include "telemetry/log.hpp"

#include <span>

namespace tapedeck::browse {

/// What the routes of this service ask.
struct Desk {
  Browser& browser;
  archive::Archive& archive;
  Clock& clock;
  async::Pool& compute;
  telemetry::Log log;
};

/// `/browse/…`: search, items, directories, and the cache in front of them.
[[nodiscard]] std::span<const http::Route<Desk>> browse_routes();

}  // namespace tapedeck::browse
