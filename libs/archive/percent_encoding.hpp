#pragma once

#include <string>
#include <string_view>

namespace tapedeck::archive {

/// `text` with every byte that RFC 3986 §2.3 does not call unreserved as `%XX`, so that it can
/// stand as one path segment or one value of a query string.
[[nodiscard]] std::string percent_encoded(std::string_view text);

}  // namespace tapedeck::archive
