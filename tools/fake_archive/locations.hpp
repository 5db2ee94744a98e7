#pragma once

#include "fake_archive/world.hpp"

#include <string>
#include <string_view>

namespace tapedeck::fake_archive {

/// A path percent-encoded as UTF-8 bytes, its slashes kept (RFC 3986 section 2.3 names what stays
/// as it is).
[[nodiscard]] std::string encode_path(std::string_view path);

/// Where the node has a file: `http://127.0.0.1:8101/7/items/{identifier}/{name}`.
[[nodiscard]] std::string place_on_node(const World& world, std::string_view identifier,
                                        std::string_view name);

}  // namespace tapedeck::fake_archive
