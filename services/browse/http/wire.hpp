#pragma once

#include "base/result.hpp"
#include "browse/core/catalogue_walk.hpp"
#include "browse/core/ports.hpp"
#include "browse/core/search_query.hpp"
#include "http/request.hpp"

#include <string>

namespace tapedeck::browse {

/// What the parameters of a search ask for. Errors: `invalid`, naming every parameter at fault.
[[nodiscard]] Result<SearchRequest> parse_search(const http::Request& request);

/// The item that the path names. Errors: `invalid`.
[[nodiscard]] Result<ItemIdentifier> parse_identifier(const http::Request& request);

/// The folder that the parameter `path` names, without a slash at its end; empty for the item
/// itself. Errors: `invalid`.
[[nodiscard]] Result<std::string> parse_path(const http::Request& request);

/// Where a walk over the catalogue goes on. Errors: `invalid`.
[[nodiscard]] Result<CataloguePlace> parse_place(const http::Request& request);

/// What is to be thrown away; a request without a body means everything. `now` is what ages count
/// from. Errors: `malformed`, `invalid`.
[[nodiscard]] Result<Clearing> parse_clearing(const http::Request& request, Instant now);

}  // namespace tapedeck::browse
