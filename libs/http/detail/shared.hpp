#pragma once

#include "async/clock.hpp"
#include "http/detail/answer_head.hpp"
#include "http/detail/request_log.hpp"
#include "http/detail/wire.hpp"
#include "http/router.hpp"
#include "http/server.hpp"

#include <utility>

namespace tapedeck::http::detail {

/// What all connections of one server share; all on one loop.
struct Shared {
  Shared(Clock& time, const ServerLimits& most, Router routes, telemetry::Log to,
         telemetry::Metrics& metrics)
      : clock(time),
        limits(most),
        router(std::move(routes)),
        log(to, metrics, router.rows()),
        head(time) {}

  Clock& clock;
  ServerLimits limits;
  Router router;
  RequestLog log;
  AnswerHead head;
  Wire::Scratch scratch;
  bool stopping = false;  ///< No request after the one under way.
};

}  // namespace tapedeck::http::detail
