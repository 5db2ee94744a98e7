#pragma once

#include "download/core/queue.hpp"
#include "http/route.hpp"

#include <span>

namespace tapedeck::download {

/// The whole surface of the queue.
[[nodiscard]] std::span<const http::Route<Queue>> queue_routes();

}  // namespace tapedeck::download
