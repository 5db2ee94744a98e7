#pragma once

#include "async/clock.hpp"
#include "http/detail/answer_head.hpp"
#include "http/detail/request_log.hpp"
#include "http/detail/wire.hpp"
#include "http/router.hpp"
#include "http/server.hpp"

namespace tapedeck::http::detail {

/// What all connections of one server share; all on one loop.
struct Shared {
  Clock& clock;
  ServerLimits limits;
  Router router;
  RequestLog log;
  AnswerHead head;
  Wire::Scratch scratch;
  bool stopping = false;  ///< No request after the one under way.
};

}  // namespace tapedeck::http::detail
