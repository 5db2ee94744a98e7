#pragma once

#include "http/route.hpp"
#include "http/static_files.hpp"

#include <span>

namespace tapedeck::gateway {

/// The page: its files under `/app/`, and the way there from `/`. Addresses under `/app/` that name
/// no file are pages of the app, which its one document answers for.
[[nodiscard]] std::span<const http::Route<http::StaticFiles>> page_routes();

}  // namespace tapedeck::gateway
