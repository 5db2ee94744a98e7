#pragma once

#include <string_view>

namespace tapedeck::http {

/// Whether an Accept-Encoding header takes `coding` ("br", "gzip"): it is named with a weight above
/// zero, or not named while `*` is (RFC 9110 §12.5.3). An absent header takes nothing.
[[nodiscard]] bool takes_coding(std::string_view accept_encoding, std::string_view coding);

}  // namespace tapedeck::http
