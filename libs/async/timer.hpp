#pragma once

// For files that call Asio themselves; everything else waits by a Clock.

#include "async/task.hpp"

#include <boost/asio/basic_waitable_timer.hpp>

#include <chrono>

namespace tapedeck::async {

/// Asio's timer on our executor.
using Timer = boost::asio::basic_waitable_timer<
    std::chrono::steady_clock, boost::asio::wait_traits<std::chrono::steady_clock>, Executor>;

}  // namespace tapedeck::async
