#pragma once

#include "telemetry/metrics.hpp"

namespace tapedeck::download {

/// What is counted about downloads.
struct Tally {
  explicit Tally(telemetry::Metrics& metrics)
      : bytes(metrics.counter("tapedeck_downloads_bytes_total",
                              "Bytes that came from the Archive into parts.")),
        completed(ended(metrics, "completed")),
        shared(ended(metrics, "shared")),
        failed(ended(metrics, "failed")),
        begun_anew(metrics.counter("tapedeck_downloads_begun_anew_total",
                                   "Downloads begun again because their bytes were wrong.")) {}

  telemetry::Counter bytes;
  telemetry::Counter completed;
  telemetry::Counter shared;  ///< Completed without a transfer: the file was in the vault already.
  telemetry::Counter failed;
  telemetry::Counter begun_anew;

 private:
  static telemetry::Counter ended(telemetry::Metrics& metrics, const char* how) {
    return metrics.counter("tapedeck_downloads_ended_total", "Downloads that came to their end.",
                           {{"how", how}});
  }
};

}  // namespace tapedeck::download
