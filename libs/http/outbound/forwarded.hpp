#pragma once

#include "http/outbound/question.hpp"
#include "http/request.hpp"

#include <string_view>

namespace tapedeck::http::outbound {

/// Writes down what a client asked of us, for the service that will answer it: without its
/// hop-by-hop fields, with the request's id, the trace's next span, and who asked. `target` is what
/// that service calls it.
[[nodiscard]] Question write_forwarded(const Request& request, std::string_view target,
                                       std::string_view host);

}  // namespace tapedeck::http::outbound
