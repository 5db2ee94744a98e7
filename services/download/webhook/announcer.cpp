#include "download/webhook/announcer.hpp"

#include "base/ensure.hpp"
#include "runtime/version.hpp"

#include <random>
#include <string>

namespace tapedeck::download {
namespace {

CurlPoster::Settings poster_settings(const Settings& settings) {
  ensure(settings.webhook.has_value(), "who has no webhook has no announcer");
  CurlPoster::Settings made{.address = settings.webhook->text()};
  if (settings.webhook_token) made.token = settings.webhook_token->text();
  made.user_agent = "Tapedeck/" + std::string(runtime::version);
  return made;
}

}  // namespace

Announcer::Announcer(const Settings& settings, Clock& clock, JobStore& store, async::Executor home,
                     telemetry::Log log, telemetry::Metrics& metrics)
    : poster_(poster_settings(settings)),
      webhook_(poster_, settings.webhook_style, clock, home, log, metrics, std::random_device{}()),
      notices_(clock, store, webhook_, home, log) {}

void Announcer::start() {
  webhook_.start();
  notices_.start();
}

Task<void> Announcer::stop() {
  poster_.stop();
  co_await notices_.stop();
  co_await webhook_.stop();
}

}  // namespace tapedeck::download
