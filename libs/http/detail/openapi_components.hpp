#pragma once

#include "json/components.hpp"
#include "json/writer.hpp"

#include <cstdint>
#include <string_view>

namespace tapedeck::http::detail::openapi {

/// A way in which a request may be refused: an answer among the components, for all operations.
struct Refusal {
  std::uint16_t status;  ///< 0 is whatever no other row names.
  std::string_view name;
  std::string_view meaning;
};

// clang-format off
inline constexpr Refusal malformed       {400, "Malformed",       "The request cannot be read."};
inline constexpr Refusal unauthenticated {401, "Unauthenticated", "No session, or one that ended."};
inline constexpr Refusal forbidden       {403, "Forbidden",       "Not for this user."};
inline constexpr Refusal not_found       {404, "NotFound",        "There is nothing by that name."};
inline constexpr Refusal invalid         {422, "Invalid",         "A value breaks a rule."};
inline constexpr Refusal anything_else   {0,   "Refused",         "Any other refusal or failure."};
// clang-format on

/// `"content": {<type>: {"schema": <schema>}}`
void put_content(json::Writer& out, std::string_view type, std::string_view schema);

/// Writes what operations refer to: the schemas collected in `components`, the refusals as problem
/// documents, and the ways to say who is calling.
void put_components(json::Writer& out, json::Components& components);

}  // namespace tapedeck::http::detail::openapi
