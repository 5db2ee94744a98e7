#pragma once

#include "async/clock.hpp"
#include "download/core/queue.hpp"
#include "http/route.hpp"
#include "runtime/revocations.hpp"

#include <span>

namespace tapedeck::download {

/// What users ask of their jobs.
[[nodiscard]] std::span<const http::Route<Queue>> queue_routes();

/// What the conversations about jobs need.
struct Lobby {
  Clock& clock;
  Queue& queue;
  const runtime::Revocations& revocations;
};

/// How jobs are watched.
[[nodiscard]] std::span<const http::Route<Lobby>> live_routes();

}  // namespace tapedeck::download
