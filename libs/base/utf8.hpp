#pragma once

#include <string_view>

namespace tapedeck {

/// Whether `text` is well-formed UTF-8 (RFC 3629: no overlong forms, no surrogates). The empty text
/// is.
[[nodiscard]] bool is_utf8(std::string_view text) noexcept;

}  // namespace tapedeck
