#pragma once

#include "http/outbound/channels.hpp"
#include "http/outbound/exchange.hpp"
#include "http/outbound/question.hpp"

#include <memory>

namespace tapedeck::http::outbound {

/// Sends `question` and reads the head of its answer; a kept connection that turns out to be closed
/// is replaced once. Errors: `unavailable`, `timed_out`, `bad_upstream`, `cancelled`.
Task<Result<std::unique_ptr<Exchange>>> ask(Channels& channels, Question question,
                                            Deadline deadline);

}  // namespace tapedeck::http::outbound
