#pragma once

#include <cstdint>
#include <string_view>

namespace tapedeck::http::detail {

/// The words behind a status code: "Not Found"; "Unknown" for codes that nobody has registered.
[[nodiscard]] std::string_view reason_of(std::uint16_t status) noexcept;

}  // namespace tapedeck::http::detail
