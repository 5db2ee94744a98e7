#pragma once

#include <cstdint>
#include <string_view>

namespace tapedeck::http::detail {

/// Why a request is answered before it has reached a handler.
struct Refusal {
  constexpr Refusal() = default;
  constexpr Refusal(std::uint16_t code, std::string_view why) : status(code), sentence(why) {}

  std::uint16_t status = 0;   ///< 0: it is not refused.
  std::string_view sentence;  ///< A literal, for whoever wrote the client.

  [[nodiscard]] explicit operator bool() const noexcept { return status != 0; }
};

}  // namespace tapedeck::http::detail
