#pragma once

#include "http/route.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace tapedeck::http::detail::openapi {

/// One segment of a route's pattern: "items", or a part in braces by its name: "identifier".
struct Segment {
  std::string_view text;
  bool is_part;
};

[[nodiscard]] std::vector<Segment> segments_of(std::string_view pattern);

/// A pattern as OpenAPI writes it: `{name...}` is `{name}` there.
[[nodiscard]] std::string path_of(std::string_view pattern);

/// "get" of Verb::get.
[[nodiscard]] std::string key_of(Verb verb);

/// "get_browse_items_identifier"
[[nodiscard]] std::string operation_id(const RouteInfo& row);

[[nodiscard]] bool has_parts(const RouteInfo& row);
[[nodiscard]] bool has_part(const RouteInfo& row, std::string_view name);

}  // namespace tapedeck::http::detail::openapi
