#pragma once

#include "download/core/notices.hpp"
#include "download/settings.hpp"
#include "download/webhook/curl_poster.hpp"
#include "download/webhook/webhook.hpp"

namespace tapedeck::download {

/// Tells the operator's webhook what became of recordings: the parts of that, put together.
class Announcer {
 public:
  /// `settings` name a webhook. All but `log` outlive this; it lives on the loop of `home`.
  Announcer(const Settings& settings, Clock& clock, JobStore& store, async::Executor home,
            telemetry::Log log, telemetry::Metrics& metrics);

  void start();

  /// Ends at once, also a message under way. Call once, before the destructor, when no more jobs
  /// change.
  Task<void> stop();

  [[nodiscard]] JobWatcher& watcher() noexcept { return notices_; }

 private:
  CurlPoster poster_;
  Webhook webhook_;
  Notices notices_;
};

}  // namespace tapedeck::download
