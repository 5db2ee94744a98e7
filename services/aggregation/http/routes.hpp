#pragma once

#include "aggregation/core/concerts.hpp"
#include "http/route.hpp"

#include <span>

namespace tapedeck::aggregation {

/// The rows of this service: `/concerts…`.
[[nodiscard]] std::span<const http::Route<Concerts>> concert_routes();

}  // namespace tapedeck::aggregation
