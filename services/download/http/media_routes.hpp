#pragma once

#include "download/media/media.hpp"
#include "http/route.hpp"

#include <span>

namespace tapedeck::download {

/// Playing: finished files from the vault, everything else through us from the Archive.
[[nodiscard]] std::span<const http::Route<Media>> media_routes();

}  // namespace tapedeck::download
