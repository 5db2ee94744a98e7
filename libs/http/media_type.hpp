#pragma once

#include <string_view>

namespace tapedeck::http {

/// The Content-Type of a file by the end of its name, case aside; "application/octet-stream", which
/// no browser shows or runs, for an ending that is not in the table.
[[nodiscard]] std::string_view media_type_of(std::string_view file_name) noexcept;

}  // namespace tapedeck::http
