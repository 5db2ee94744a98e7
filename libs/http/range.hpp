#pragma once

#include <cstdint>
#include <string_view>

namespace tapedeck::http {

/// What a Range header asks for of a body of known size (RFC 9110 §14).
struct RangeChoice {
  enum class Kind : std::uint8_t {
    whole,          ///< 200 with everything: no range, one we need not read, or several.
    part,           ///< 206 with `first` and `bytes`, at least one byte.
    unsatisfiable,  ///< 416: it begins behind the end.
  };

  Kind kind = Kind::whole;
  std::uint64_t first = 0;
  std::uint64_t bytes = 0;

  friend bool operator==(const RangeChoice&, const RangeChoice&) = default;
};

/// Reads the value of a Range header against a body of `size` bytes.
///
/// A header that is not well formed, another unit than bytes, and more than one range are `whole`:
/// §14.2 lets a server ignore Range, players ask for one range at a time, and many small ranges
/// are a known attack. Numbers too large to hold mean "to the end". Total: never an error.
[[nodiscard]] RangeChoice choose_range(std::string_view header, std::uint64_t size) noexcept;

}  // namespace tapedeck::http
